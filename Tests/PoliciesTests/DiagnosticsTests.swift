import Testing

@testable import Policies

struct DiagnosticsTests {
    /// Every mistake beside what is printed about it.
    static let mistakes: [(String, [String])] = [
        ("kind: playbok", [#"p.yaml:1:7: error: unknown kind "playbok" (did you mean "playbook"?)"#]),
        (
            "kind: zzz",
            [
                #"p.yaml:1:7: error: unknown kind "zzz": expected one of response-matrix, account-policy, playbook"#
            ]
        ),
        ("name: x", ["p.yaml:1:1: error: kind is missing: one of response-matrix, account-policy, playbook"]),
        ("- a", ["p.yaml:1:1: error: expected a mapping with kind, found a list"]),
        ("just text", ["p.yaml:1:1: error: expected a mapping with kind, found just text"]),
        (
            "kind: account-policy\nname: x\nmatch: {}\nmod: enforce\n",
            [
                "p.yaml:1:1: error: mode is missing: how far Cordon may go; of all policies that match, the first of this list wins",
                #"p.yaml:4:1: error: unknown key "mod" (did you mean "mode"?)"#,
            ]
        ),
        (
            "kind: account-policy\nname: no\nmatch: {}\nmode: Enforce",
            [
                #"p.yaml:2:7: error: no is a boolean in YAML, and text is expected: write "no""#,
                #"p.yaml:4:7: error: Enforce is none of observe, dry-run, approve, enforce (did you mean "enforce"?)"#,
            ]
        ),
        (
            "kind: account-policy\nname: 1e3\nmatch: {}\nmode: ~",
            [
                #"p.yaml:2:7: error: 1e3 is a number in YAML, and text is expected: write "1e3""#,
                "p.yaml:4:7: error: expected text, found nothing",
            ]
        ),
        (
            "kind: account-policy\nname: [a]\nmatch: {acount: x, team: []}\nmode: observe",
            [
                "p.yaml:2:7: error: expected text, found a list",
                #"p.yaml:3:9: error: unknown field "acount" (did you mean "account"?)"#,
                "p.yaml:3:26: error: expected a list of at least one",
            ]
        ),
        (
            "kind: account-policy\nname: x\nmatch: {}\nmode: observe\nmode: enforce",
            [#"p.yaml:4:1: error: "mode": the same key twice in one mapping"#]
        ),
        (
            "kind: account-policy\nname: x\nmatch: {}\nmode: enforce\nbreak_glass: [\"*\", 'arn:aws:iam::*:*']\ndeny_actions: [isolate_ec3]",
            [
                #"p.yaml:5:15: error: "*" is not the ARN of a principal, such as arn:aws:iam::*:role/BreakGlass"#,
                #"p.yaml:5:20: error: "arn:aws:iam::*:*" is not the ARN of a principal, such as arn:aws:iam::*:role/BreakGlass"#,
                #"p.yaml:6:16: error: unknown action "isolate_ec3" (did you mean "isolate_ec2"?)"#,
            ]
        ),
        (
            "kind: response-matrix\nlevels: {CRITICAL: 4, HIGH: 7, MEDIUM: 1, LOW: 0}",
            ["p.yaml:2:9: error: the levels must descend: CRITICAL above HIGH above MEDIUM above LOW"]
        ),
        (
            "kind: response-matrix\nlevels: {CRITICAL: 7, HIGH: 4, MEDIUM: 1, LOW: 0.5}",
            ["p.yaml:2:9: error: LOW must be 0, so that every severity has a level"]
        ),
        (
            "kind: response-matrix\nlevels: {CRITICAL: '7', HIGH: 1e1, MEDIUM: 01}",
            [
                "p.yaml:2:9: error: LOW is missing: 0: all findings below MEDIUM",
                #"p.yaml:2:20: error: expected a number such as 7 or 7.5, found "7""#,
                "p.yaml:2:31: error: expected a number such as 7 or 7.5, found 1e1",
                "p.yaml:2:44: error: expected a number such as 7 or 7.5, found 01",
            ]
        ),
        (
            "kind: response-matrix\nlevels: {CRITICAL: 7, HIGH: 4, MEDIUM: 1, LOW: 0}\n---\nkind: response-matrix\nlevels: {CRITICAL: 7, HIGH: 4, MEDIUM: 1, LOW: 0}",
            ["p.yaml:4:1: error: a second response-matrix: the first is at p.yaml:1"]
        ),
    ]

    @Test(arguments: mistakes)
    func everyMistakeIsReportedWithItsPlace(document: String, expected: [String]) {
        #expect(errors(document) == expected)
    }

    @Test func problemsOfAllFilesAreReportedTogetherInOrder() {
        let policies = [
            SourceText(name: "b.yaml", text: "kind: x1"), SourceText(name: "a.yaml", text: "\tkind: x2"),
        ]
        let references = References(environment: [:])
        let error = #expect(throws: PolicyErrors.self) {
            try PolicySet.parse(policies: policies, references: references)
        }
        #expect(error?.diagnostics.map(\.file) == ["a.yaml", "b.yaml"])
    }

    @Test func controlCharactersAreNotPrintedAsTheyAre() {
        #expect(errors(#"kind: "a\x1b[31m\nb""#).first?.contains(#""a\u{1B}[31m\nb""#) == true)
    }
}
