import Foundation
import Testing

@testable import Policies

struct ReferencesTests {
    private let references = References(
        environment: ["NAME": "value", "EMPTY": "", "TRICK": "${NAME}"],
        readFile: { path in
            switch path {
            case "/run/secret": Data("s3cret\n".utf8)
            case "/binary": Data([0xFF, 0xFE])
            default: throw CocoaError(.fileReadNoSuchFile)
            }
        }
    )

    @Test(arguments: [
        ("plain $ text {}", "plain $ text {}"), ("${NAME}", "value"), ("a-${NAME}-${NAME}", "a-value-value"),
        ("${EMPTY}", ""), ("${EMPTY:-x}", "x"), ("${UNSET:-}", ""), ("${UNSET:-a:-b}", "a:-b"), ("${NAME:-x}", "value"),
        ("$${NAME}", "${NAME}"), ("${TRICK}", "${NAME}"), ("${file:/run/secret}", "s3cret"), ("$${${NAME}", "${value"),
    ])
    func referencesAreReplaced(text: String, expected: String) throws {
        #expect(try references.expand(text) == expected)
    }

    @Test(arguments: [
        ("${UNSET}", "the environment variable UNSET is not set: set it, or write ${UNSET:-default}"),
        ("${NAME", "a reference begins with ${ and has no } (write $${ for the characters themselves)"),
        ("${}", "${} is not a reference: write ${NAME}, ${NAME:-default} or ${file:/path}"),
        ("${A B}", "${A B} is not a reference: write ${NAME}, ${NAME:-default} or ${file:/path}"),
        ("${1A}", "${1A} is not a reference: write ${NAME}, ${NAME:-default} or ${file:/path}"),
        ("${secret:prod/key}", "${secret:prod/key} is not available yet: use an environment variable or ${file:/path}"),
        ("${ssm:/key}", "${ssm:/key} is not available yet: use an environment variable or ${file:/path}"),
        ("${file:key}", "${file:key}: the path must begin with /"),
        ("${file:/binary}", "${file:/binary}: the file is not UTF-8 text of at most 64 KiB"),
    ])
    func whatCannotBeReplacedIsAProblem(text: String, expected: String) {
        let problem = #expect(throws: Problem.self) { try references.expand(text) }
        #expect(problem?.message == expected)
    }

    @Test func anUnsetVariableIsReportedWhereItIsUsed() {
        #expect(
            errors("kind: account-policy\nname: ${WHO}\nmatch: {}\nmode: observe") == [
                "p.yaml:2:7: error: the environment variable WHO is not set: set it, or write ${WHO:-default}"
            ]
        )
    }

    @Test func theValueOfAVariableIsTextWhateverItLooksLike() throws {
        let policy = "kind: account-policy\nname: ${WHO}\nmatch: {}\nmode: observe"
        #expect(try parse(policy, environment: ["WHO": "0123"]).accountPolicies[0].name == "0123")
    }

    @Test func anErrorDoesNotShowWhatAReferenceStandsFor() {
        let printed = errors(
            """
            receivers:
              - name: security
                webhook_configs: [{url: "${URL}"}, {url: "ftp://hunter2"}, {url: "https://a.example", secret: 31415}]
            ---
            kind: account-policy
            name: x
            match: {response_level: "${URL}"}
            mode: ${URL}
            """,
            environment: ["URL": "hunter2"]
        )
        #expect(printed.count == 5)
        #expect(!printed.contains { $0.contains("hunter2") || $0.contains("31415") })
    }

    @Test func referencesInKeysAreNotReplaced() {
        #expect(errors("${NAME}: x", environment: ["NAME": "kind"]).count == 1)
    }
}
