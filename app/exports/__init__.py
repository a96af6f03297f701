"""What leaves the atlas: pictures, web pages, paper, the clipboard. All made from a scene."""
