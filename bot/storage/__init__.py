"""What is kept between conversations, in one data base."""
