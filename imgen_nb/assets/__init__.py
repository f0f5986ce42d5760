"""What is downloaded: guarded when it connects, verified before it is kept."""
