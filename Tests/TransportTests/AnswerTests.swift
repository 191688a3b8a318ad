import Testing

@testable import Transport

/// Answers as they are read, without a network.
@Suite struct AnswerTests {
    @Test func namesAreFoundInAnyCaseAndRepeatedOnesJoined() {
        let headers = HTTPHeaders([("ETag", "1"), ("Via", "a"), ("via", "b")])
        #expect(headers["etag"] == "1")
        #expect(headers["VIA"] == "a, b")
        #expect(headers["vi"] == nil)
        #expect(headers.fields.map(\.value) == ["1", "a", "b"])
    }

    @Test func anAnswerIsReadLineByLine() throws {
        var answer = PartialResponse(maxBodyBytes: 100)
        let lines = [
            "HTTP/1.1 100 Continue\r\n", "X: interim\r\n", "\r\n", "HTTP/2 404 \r\n", "A:  b \r\n", "Folded: one\r\n",
            "\t two\r\n", "No colon\r\n", "Empty:\r\n",
        ]
        for line in lines {
            try Array(line.utf8).withUnsafeBytes { try answer.take(headerLine: $0) }
        }
        #expect(answer.response.status == 404)
        #expect(answer.response.headers.fields.map(\.name) == ["A", "Folded", "Empty"])
        #expect(answer.response.headers["a"] == "b")
        #expect(answer.response.headers["folded"] == "one two")
        #expect(answer.response.headers["empty"] == "")
    }

    @Test(arguments: [
        (Duration.zero, 1), (.milliseconds(-5), 1), (.microseconds(1), 1), (.microseconds(1001), 2),
        (.seconds(5), 5000),
        (.seconds(Int64.max), Int(Int32.max)),
    ])
    func durationsBecomeMillisecondsThatLibcurlTakes(duration: Duration, milliseconds: Int) {
        #expect(duration.milliseconds == milliseconds)
    }
}
