"""What of a comparison goes elsewhere: tables of numbers, sheets for print, pages, archives."""
