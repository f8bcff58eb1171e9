module tsukiichi

go 1.26
