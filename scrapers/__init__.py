"""The web side: from a site file to pages, archived and read as articles; it knows no Vietnamese grammar."""
