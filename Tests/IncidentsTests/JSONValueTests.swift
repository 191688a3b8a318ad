import Foundation
import Incidents
import Testing

@Suite struct JSONValueTests {
    static let values: [(text: String, value: JSONValue)] = [
        ("null", .null),
        ("true", true),
        ("false", false),
        ("0", 0),
        ("1", 1),
        ("-1", -1),
        ("-0", 0),
        ("1.0", 1),
        ("8e0", 8),
        ("1.5", .double(1.5)),
        ("-2.5E-3", .double(-0.0025)),
        ("9223372036854775807", .int(.max)),
        ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        ("\"\"", ""),
        ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"", "a\"\\/\u{8}\u{C}\n\r\tA"),
        ("\"\\ud83d\\ude00 😀 é\"", "😀 😀 é"),
        ("\"\\ud83d\\u0041 \\ude00\"", "\u{FFFD}A \u{FFFD}"),
        (" [ 1 , [ ] , { } ] ", [1, [], [:]]),
        ("{\"a\":{\"b\":[true,1]}}", ["a": ["b": [true, 1]]]),
        ("{\"a\":1,\"a\":2}", ["a": 2]),
    ]

    @Test(arguments: values) func documentIsParsed(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Data(text.utf8)) == value)
        #expect(try JSONValue(parsing: JSONValue(parsing: Data(text.utf8)).data) == value)
    }

    static let errors: [(text: String, error: String)] = [
        ("", "line 1, column 1: the text is empty"),
        ("tru", "line 1, column 1: the text ends in the middle of a value; is it truncated?"),
        ("trug", "line 1, column 1: expected a value, found 't'"),
        ("01", "line 1, column 3: a number with a leading zero"),
        ("-", "line 1, column 2: the text ends in the middle of a value; is it truncated?"),
        ("1.", "line 1, column 3: the text ends in the middle of a value; is it truncated?"),
        ("[1.x]", "line 1, column 4: expected a digit, found 'x'"),
        ("1e999", "line 1, column 6: a number out of range"),
        ("+1", "line 1, column 1: expected a value, found '+'"),
        ("[1,]", "line 1, column 4: expected a value, found ']'"),
        ("{\"a\":1,}", "line 1, column 8: expected a key in quotes, found '}'"),
        ("{a:1}", "line 1, column 2: expected a key in quotes, found 'a'"),
        ("[1 2]", "line 1, column 4: expected ',' or ']', found '2'"),
        ("1 2", "line 1, column 3: more text after the end of the document"),
        ("\"\\x\"", "line 1, column 3: an escape that JSON does not have"),
        ("\"\\u12G4\"", "line 1, column 6: expected four hexadecimal digits, found 'G'"),
        ("\"\\u12", "line 1, column 6: the text ends in the middle of a value; is it truncated?"),
        ("[\"é\",\n\n   ?]", "line 3, column 4: expected a value, found '?'"),
        ("[\"é\" ?]", "line 1, column 6: expected ',' or ']', found '?'"),
        ("[\"a\nb\"]", "line 1, column 4: a line break or another control character inside a string"),
        ("\u{0}", "line 1, column 1: expected a value, found the byte 0x0"),
    ]

    @Test(arguments: errors) func syntaxErrorHasItsPlace(text: String, error: String) {
        let thrown = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Data(text.utf8)) }
        #expect(thrown?.description == error)
    }

    @Test func booleansAndNumbersAreKeptApart() throws {
        let value = try JSONValue(parsing: Data("[true,1,false,0]".utf8))
        #expect(value.canonical == "[true,1,false,0]")
        #expect(value != [1, true, 0, false])
        #expect(try JSONValue(encoding: ["a": true]) == ["a": true])
        #expect(try JSONValue(encoding: ["a": 1]) == ["a": 1])
        #expect(
            try JSONDecoder().decode(JSONValue.self, from: Data("[true,1,0.5,null]".utf8)) == [
                true, 1, .double(0.5), nil,
            ]
        )
    }

    @Test func byteThatIsNoUTF8DoesNotLoseTheDocument() throws {
        let value = try JSONValue(parsing: Data("[\"a".utf8) + Data([0xFF]) + Data("b\"]".utf8))
        #expect(value == ["a\u{FFFD}b"])
    }

    @Test func nestingStopsAt512() throws {
        func nested(_ depth: Int) -> Data {
            Data((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(512)) }
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(513)) }
        #expect(error?.message == "nested deeper than 512 levels")
    }

    @Test func equalValuesPrintAlike() throws {
        let one = try JSONValue(parsing: Data("{\"b\":[1.0,\"x\\u0001\"],\"a\":null}".utf8))
        let other = try JSONValue(parsing: Data(" {\"a\":null, \"b\":[1, \"x\\u0001\"]}".utf8))
        #expect(one.canonical == other.canonical)
        #expect(one.canonical == "{\"a\":null,\"b\":[1,\"x\\u0001\"]}")
    }

    @Test func textIsEscapedAsLittleAsJSONAllows() throws {
        let value: JSONValue = ["k\"": .string("/\\ é😀\n\r\t\u{0}\u{1F}\u{7F}")]
        #expect(value.canonical == #"{"k\"":"/\\ é😀\n\r\t\u0000\u001f\u007f"}"#)
        #expect(try JSONValue(parsing: value.data) == value)
    }

    @Test func prettyFormHasALineForEachElement() {
        let value: JSONValue = ["b": [1, [:], []], "a": ["c": nil]]
        #expect(
            value.pretty == """
                {
                  "a": {
                    "c": null
                  },
                  "b": [
                    1,
                    {},
                    []
                  ]
                }
                """
        )
    }

    @Test func everyMillisecondIsPrintedAsItWasRead() throws {
        for millisecond in 0..<1000 {
            let digits = String(String(millisecond + 1000).dropFirst())
            let text = "2026-11-24T02:04:59.\(digits)Z"
            #expect(try #require(Date(iso8601: text)).iso8601 == text)
        }
        #expect(Date(iso8601: "2026-11-24T03:04:30+01:00")?.iso8601 == "2026-11-24T02:04:30.000Z")
        #expect(Date(iso8601: "2026-11-24 02:04:30") == nil)
    }
}
