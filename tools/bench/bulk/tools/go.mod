module keepsake/bench

go 1.24
