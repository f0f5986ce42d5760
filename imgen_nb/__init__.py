"""A notebook toolkit for image-generation APIs."""
