"""What make.py makes the published reports with."""
