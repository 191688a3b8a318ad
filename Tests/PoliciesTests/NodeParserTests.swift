import Testing

@testable import Policies

struct NodeParserTests {
    private func parse(_ text: String) -> (documents: [Node], errors: [String]) {
        let (documents, diagnostics) = NodeParser.parse(SourceText(name: "f", text: text))
        return (documents, diagnostics.map(\.description))
    }

    @Test(arguments: [
        (
            "a: 1\n\tb: 2",
            "f:2:1: error: found a tab character that violates indentation while scanning a plain scalar: indent with spaces, not tabs"
        ),
        ("account: *-prod", "f:1:10: error: found undefined alias: put a value that begins with * or & in quotes"),
        (
            "account: *",
            "f:1:11: error: did not find expected alphabetic or numeric character while scanning an alias: put a value that begins with * or & in quotes"
        ),
        (
            "a:\n\tb: 2",
            "f:2:1: error: found character that cannot start any token while scanning for the next token: indent with spaces, not tabs"
        ),
        (
            "a: @x",
            "f:1:4: error: found character that cannot start any token while scanning for the next token: put a value that begins with @ in quotes"
        ),
        ("a: !!str 1", "f:1:4: error: YAML tags (!…) have no meaning here: leave it out"),
        ("a: !secret x", "f:1:4: error: YAML tags (!…) have no meaning here: leave it out"),
        ("a: !!map {b: c}", "f:1:4: error: YAML tags (!…) have no meaning here: leave it out"),
        ("? [a, b]\n: c", "f:1:3: error: a key must be plain text"),
        ("a: 1\nb: 2\na: 3", #"f:1:1: error: "a": the same key twice in one mapping"#),
        ("a: 1\n\"a\": 3", #"f:1:1: error: "a": the same key twice in one mapping"#),
        ("é\nab\u{1}c: d", "f:2:3: error: control characters are not allowed: the file must be UTF-8 text"),
    ])
    func whatIsNotPlainYAMLIsOneErrorWithItsPlace(text: String, expected: String) {
        #expect(parse(text).errors == [expected])
    }

    @Test(arguments: [
        "severity: >=7", "a: b: c", "a: [1", "{", "a: \"", "%YAML 9.9\n--- a", "a\n---\n]", "&a *a", "- &a [*a]",
    ])
    func brokenTextIsAnError(text: String) {
        #expect(parse(text).errors.count == 1)
    }

    @Test func aComparisonWithoutQuotesIsExplained() {
        #expect(parse("severity: >=7").errors.first?.hasSuffix("put a value that begins with > or | in quotes") == true)
    }

    @Test(arguments: ["", "# nothing", "---\n---\n", "\u{FEFF}", "~"])
    func emptyDocumentsAreLeftOut(text: String) {
        let parsed = parse(text)
        #expect(parsed.documents.isEmpty)
        #expect(parsed.errors.isEmpty)
    }

    @Test(arguments: ["{\"a\":\"b\"}", "{\n\t\"a\":\t\"b\"\n}", "\u{FEFF}a: b", "a: b\r\n", "a: b\n...\n", "? a\n: b"])
    func jsonAndEveryLineEndingAreRead(text: String) {
        let parsed = parse(text)
        #expect(parsed.errors.isEmpty)
        #expect(parsed.documents.first?["a"]?.written == (text.contains("\"") ? "\"b\"" : "b"))
    }

    @Test func aliasesStandForWhatIsAnchored() {
        let parsed = parse(
            "regions: &r [eu-west-1]\nmore: [" + Array(repeating: "*r", count: 1000).joined(separator: ",") + "]"
        )
        guard case .list(let nodes) = parsed.documents.first?["more"]?.content else {
            Issue.record("no list: \(parsed.errors)")
            return
        }
        #expect(nodes.count == 1000)
        #expect(nodes[999].kind == "a list")
    }

    /// Each level repeats the one before nine times: a billion values, as a value and as a key.
    @Test(arguments: ["laughs: *a9", "*a9 : x", "? [*a9]\n: x", "{*a9 : x}"])
    func aBillionLaughsAreRefusedAtOnce(last: String) {
        var text = "a0: &a0 [lol]\n"
        for level in 1...9 {
            let repeated = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
            text += "a\(level): &a\(level) [\(repeated)]\n"
        }
        let errors = parse(text + last).errors
        #expect(
            errors == [
                "f:8:5: error: anchors and aliases multiply here: define anchors at the top of the file, with no alias inside them"
            ]
        )
    }

    @Test func manyAliasesOfALargeValueAreRefused() {
        let large = Array(repeating: "x", count: 2000).joined(separator: ",")
        let aliases = Array(repeating: "*a", count: 2000).joined(separator: ",")
        #expect(parse("a: &a [\(large)]\nb: [\(aliases)]").errors.first?.contains("too many values") == true)
    }

    @Test(arguments: [33, 900, 1_100, 100_000])
    func deepNestingIsRefused(depth: Int) {
        #expect(
            parse("a: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).errors.count == 1
        )
        #expect(parse(String(repeating: "- ", count: depth)).errors.count == 1)
    }

    @Test func aFileOfMoreThanTenMegabytesIsRefused() {
        #expect(
            parse("a: \"" + String(repeating: "x", count: 10_000_000) + "\"").errors == [
                "f: error: the file is larger than 10 MB"
            ]
        )
    }

    @Test(arguments: [
        ("yes", "a boolean"), ("NO", "a boolean"), ("Off", "a boolean"), ("true", "a boolean"), ("", "null"),
        ("~", "null"), ("Null", "null"), ("0", "a number"), ("-1", "a number"), ("+1_000", "a number"),
        ("0123", "a number"), ("0o17", "a number"), ("0x1F", "a number"), ("0b101", "a number"), ("1.5", "a number"),
        (".5", "a number"), ("1e3", "a number"), ("1E-3", "a number"), ("12:30", "a number"), ("1:2:3.5", "a number"),
        (".inf", "a number"), ("-.INF", "a number"), (".nan", "a number"), ("012345678901", "a number"),
    ])
    func textThatYAMLReadsOtherwiseIsRecognised(text: String, meaning: String) {
        #expect(PlainScalar.otherMeaning(of: text) == meaning)
    }

    @Test(arguments: [
        "nope", "prod", "1.2.3", "10.0.0.0/8", "e3", "1e", "0x", "0xG", "-", ".", "a:b", "12:", "1-2", "٣", "_",
    ])
    func otherTextIsText(text: String) {
        #expect(PlainScalar.otherMeaning(of: text) == nil)
    }
}
