"""Where attempts are kept between two sittings."""
