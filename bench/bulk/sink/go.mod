module keepsake/sink

go 1.24
