// A server that takes whatever is sent to it as fast as it can, counts it, and forgets it: what is left of a client's time is the client's own.
package main

import (
	"bufio"
	"crypto/sha256"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

type stored struct {
	size int64
	etag string
}

var (
	objects  sync.Map // path -> stored
	parts    sync.Map // upload id -> *atomic.Int64
	requests atomic.Int64
	uploads  atomic.Int64
	hashing  atomic.Bool
	sums     sync.Map // path#part -> piece
)

// A body as it arrived, without its framing.
type piece struct {
	Bytes  int64  `json:"bytes"`
	Sha256 string `json:"sha256"`
}

func main() {
	cert := flag.String("cert", "", "PEM certificate; with -key, TLS")
	key := flag.String("key", "", "PEM key")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	scheme := "http"
	if *cert != "" {
		scheme = "https"
		pair, err := tls.LoadX509KeyPair(*cert, *key)
		if err != nil {
			log.Fatal(err)
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}})
	}
	fmt.Printf("%s://%s\n", scheme, listener.Addr())
	// Whoever started the sink holds its standard input: it ends with them. Every line asks what came since the last one; after
	// the line `hash`, the SHA-256 of every body is part of the next answer.
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			fmt.Println(takeStats())
			hashing.Store(lines.Text() == "hash")
		}
		os.Exit(0)
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(connection)
	}
}

type request struct {
	method, path, query string
	length              int64
	decoded             int64
	chunked, expects    bool
	ifNoneMatch         bool
	md5, crc32, sha256  string
}

func serve(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 64<<10)
	scratch := make([]byte, 256<<10)
	for {
		asked, err := readHead(reader)
		if err != nil {
			return
		}
		if asked.expects {
			io.WriteString(connection, "HTTP/1.1 100 Continue\r\n\r\n")
		}
		take := discard
		if hashing.Load() {
			take = hashBody
		}
		size, err := take(reader, asked, scratch)
		if err != nil {
			return
		}
		requests.Add(1)
		if _, err := io.WriteString(connection, answer(asked, size)); err != nil {
			return
		}
	}
}

func readHead(reader *bufio.Reader) (asked request, err error) {
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return asked, err
	}
	fields := strings.Fields(string(line))
	if len(fields) != 3 {
		return asked, io.ErrUnexpectedEOF
	}
	asked.method = fields[0]
	asked.path, asked.query, _ = strings.Cut(fields[1], "?")
	asked.decoded = -1
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return asked, err
		}
		if len(line) <= 2 {
			return asked, nil
		}
		name, value, _ := strings.Cut(string(line), ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "content-length":
			asked.length, err = strconv.ParseInt(value, 10, 64)
			if err != nil {
				return asked, err
			}
		case "x-amz-decoded-content-length":
			asked.decoded, _ = strconv.ParseInt(value, 10, 64)
		case "transfer-encoding":
			asked.chunked = value == "chunked"
		case "expect":
			asked.expects = true
		case "if-none-match":
			asked.ifNoneMatch = true
		case "content-md5":
			asked.md5 = value
		case "x-amz-checksum-crc32":
			asked.crc32 = value
		case "x-amz-checksum-sha256":
			asked.sha256 = value
		}
	}
}

func discard(reader *bufio.Reader, asked request, scratch []byte) (int64, error) {
	size := asked.length
	if !asked.chunked {
		if err := skip(reader, asked.length, scratch); err != nil {
			return 0, err
		}
	} else {
		size = 0
		for {
			line, err := reader.ReadString('\n')
			if err != nil {
				return 0, err
			}
			chunk, err := strconv.ParseInt(strings.TrimSpace(strings.SplitN(line, ";", 2)[0]), 16, 64)
			if err != nil {
				return 0, err
			}
			if err := skip(reader, chunk+2, scratch); err != nil {
				return 0, err
			}
			size += chunk
			if chunk == 0 {
				break
			}
		}
	}
	if asked.decoded >= 0 {
		size = asked.decoded
	}
	return size, nil
}

// Also takes the body out of the chunks that some clients sign one by one.
func hashBody(reader *bufio.Reader, asked request, _ []byte) (int64, error) {
	var wire io.Reader = io.LimitReader(reader, asked.length)
	if asked.chunked {
		wire = httputil.NewChunkedReader(reader)
	}
	body := wire
	if asked.decoded >= 0 {
		body = httputil.NewChunkedReader(wire)
	}
	sum := sha256.New()
	size, err := io.Copy(sum, body)
	if err != nil {
		return 0, err
	}
	if _, err := io.Copy(io.Discard, wire); err != nil {
		return 0, err
	}
	if asked.chunked {
		if _, err := reader.ReadString('\n'); err != nil {
			return 0, err
		}
	}
	if asked.method == "PUT" {
		query, _ := url.ParseQuery(asked.query)
		sums.Store(fmt.Sprintf("%s#%06s", asked.path, query.Get("partNumber")), piece{size, fmt.Sprintf("%x", sum.Sum(nil))})
	}
	return size, nil
}

// The reader's own buffer first; the rest straight from the socket.
func skip(reader *bufio.Reader, bytes int64, scratch []byte) error {
	for bytes > 0 {
		piece := scratch
		if int64(len(piece)) > bytes {
			piece = piece[:bytes]
		}
		read, err := reader.Read(piece)
		if err != nil {
			return err
		}
		bytes -= int64(read)
	}
	return nil
}

func answer(asked request, size int64) string {
	query, _ := url.ParseQuery(asked.query)
	switch {
	case asked.method == "PUT" && query.Has("partNumber"):
		counter, _ := parts.LoadOrStore(query.Get("uploadId"), &atomic.Int64{})
		counter.(*atomic.Int64).Add(size)
		return reply("200 OK", checksums(asked)+"ETag: \"part\"\r\n", "")
	case asked.method == "PUT" && strings.Count(asked.path, "/") > 1:
		if !store(asked, stored{size, "sink"}) {
			return exists
		}
		return reply("200 OK", checksums(asked)+"ETag: \"sink\"\r\n", "")
	case asked.method == "POST" && query.Has("uploads"):
		return reply("200 OK", "", fmt.Sprintf("<InitiateMultipartUploadResult><UploadId>%d</UploadId></InitiateMultipartUploadResult>", uploads.Add(1)))
	case asked.method == "POST" && query.Has("uploadId"):
		total := int64(0)
		if counter, found := parts.LoadAndDelete(query.Get("uploadId")); found {
			total = counter.(*atomic.Int64).Load()
		}
		if !store(asked, stored{total, "sink-1"}) {
			return exists
		}
		return reply("200 OK", "", "<CompleteMultipartUploadResult><ETag>\"sink-1\"</ETag></CompleteMultipartUploadResult>")
	case asked.method == "HEAD":
		if found, ok := objects.Load(asked.path); ok {
			object := found.(stored)
			return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\nETag: \"%s\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n", object.size, object.etag)
		}
		return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
	case asked.method == "GET" && query.Has("uploads"):
		return reply("200 OK", "", "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>")
	case asked.method == "GET":
		return reply("200 OK", "", "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>")
	}
	return reply("200 OK", "", "")
}

const exists = "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n"

// Honours `If-None-Match: *`, as S3 does; clients that do not ask for it overwrite.
func store(asked request, object stored) bool {
	if asked.ifNoneMatch {
		_, taken := objects.LoadOrStore(asked.path, object)
		return !taken
	}
	objects.Store(asked.path, object)
	return true
}

// A server that checks a checksum says it again.
func checksums(asked request) string {
	text := ""
	if asked.crc32 != "" {
		text += "x-amz-checksum-crc32: " + asked.crc32 + "\r\n"
	}
	if asked.sha256 != "" {
		text += "x-amz-checksum-sha256: " + asked.sha256 + "\r\n"
	}
	return text
}

func takeStats() string {
	count, bytes := int64(0), int64(0)
	objects.Range(func(key, value any) bool {
		count++
		bytes += value.(stored).size
		objects.Delete(key)
		return true
	})
	pieces := map[string]piece{}
	sums.Range(func(key, value any) bool {
		pieces[key.(string)] = value.(piece)
		sums.Delete(key)
		return true
	})
	text, _ := json.Marshal(map[string]any{"objects": count, "bytes": bytes, "requests": requests.Swap(0), "pieces": pieces})
	return string(text)
}

func reply(status, headers, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s", status, headers, len(body), body)
}
