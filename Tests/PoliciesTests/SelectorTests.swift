import Incidents
import Testing

@testable import Policies

struct SelectorTests {
    /// A finding of severity 8 in account payments-prod, and whether the selector chooses it.
    static let table: [(String, Bool)] = [
        ("{}", true),
        ("{account_id: '444444444444'}", true), ("{account_id: 444444444444}", true), ("{account_id: '4*'}", true),
        ("{account_id: 222222222222}", false),
        ("{account: payments-prod}", true), ("{account: 'payments-*'}", true), ("{account: '*-dev'}", false),
        ("{account: Payments-prod}", false),
        ("{environment: prod}", true), ("{environment: [dev, prod]}", true), ("{environment: [dev, test]}", false),
        ("{team: payments}", true), ("{ou: 'workloads/*'}", true), ("{ou: workloads}", false),
        ("{tag.pci: 'true'}", true), ("{tag.pci: 'false'}", false), ("{tag.core: '*'}", true),
        ("{tag.none: '*'}", false),
        ("{region: eu-west-1}", true), ("{region: eu-*}", true), ("{region: us-east-1}", false),
        ("{partition: aws}", true), ("{partition: aws-cn}", false),
        ("{finding_type: 'UnauthorizedAccess:EC2/*'}", true), ("{finding_type: '*:S3/*'}", false),
        ("{resource_type: Instance}", true), ("{resource_type: Inst}", false), ("{resource_type: Inst?nce}", true),
        ("{severity: 8}", true), ("{severity: 8.0}", true), ("{severity: 7}", false), ("{severity: '>=8'}", true),
        ("{severity: '>8'}", false), ("{severity: '<=8'}", true), ("{severity: '< 8'}", false),
        ("{severity: ['<4', '>7.5']}", true),
        ("{response_level: CRITICAL}", true), ("{response_level: [HIGH, MEDIUM]}", false),
        ("{sample: false}", true), ("{sample: true}", false),
        ("{environment: prod, resource_type: Instance, severity: '>=7'}", true),
        ("{environment: prod, resource_type: AccessKey, severity: '>=7'}", false),
    ]

    @Test(arguments: table)
    func selectorsChooseWhatTheySay(match: String, expected: Bool) throws {
        let set = try parse("kind: playbook\nname: p\nmatch: \(match)\nsteps: [{action: trigger_forensics}]")
        #expect((set.decision(for: .make()).playbook != nil) == expected)
    }

    @Test func theFirstConditionThatDoesNotHoldIsNamed() throws {
        let set = try parse(
            "kind: playbook\nname: p\nmatch: {environment: prod, team: [a, b], severity: '>=9'}\nsteps: [{action: trigger_forensics}]"
        )
        let subject = SelectorSubject(
            account: try #require(set.accounts.account(AccountID(rawValue: "444444444444")!)),
            finding: .make(),
            level: .critical
        )
        #expect(set.playbooks[0].match.mismatch(subject) == "team is payments, not a or b")
    }

    @Test(arguments: [
        ("{account_id: 12345}", "12345 is not an account id: twelve digits, leading zeros included"),
        (
            "{account_id: '12345678901x'}",
            #""12345678901x" is not an account id: twelve digits, leading zeros included"#
        ),
        ("{region: europe}", "europe is not a region, or a region with * and ?"),
        ("{response_level: critical}", #"critical is none of LOW, MEDIUM, HIGH, CRITICAL (did you mean "CRITICAL"?)"#),
        ("{severity: high}", #"expected a number or a comparison such as ">=7", found high"#),
        ("{severity: '>=x'}", #"expected a number or a comparison such as ">=7", found ">=x""#),
        ("{severity: '>=1e1'}", #"expected a number or a comparison such as ">=7", found ">=1e1""#),
        ("{sample: 'true'}", #"expected true or false, found "true""#),
        ("{sample: yes}", "expected true or false, found yes"),
        ("{environment: no}", #"no is a boolean in YAML, and text is expected: write "no""#),
        ("{environment: {a: b}}", "expected text, found a mapping"),
        ("[prod]", "expected a mapping of fields ({} chooses everything), found a list"),
    ])
    func valuesThatNothingCouldHaveAreRefused(match: String, expected: String) {
        let printed = errors("kind: account-policy\nname: p\nmode: observe\nmatch: \(match)")
        #expect(printed.count == 1)
        #expect(printed.first?.hasSuffix("error: \(expected)") == true, "\(printed)")
    }
}

struct WildcardTests {
    @Test(arguments: [
        ("*", "", true), ("*", "a/b", true), ("?", "", false), ("?", "é", true), ("a*c", "abbc", true),
        ("a*c", "abbd", false), ("*a*b*", "xxaxxbxx", true), ("a", "A", false), ("", "", true), ("", "a", false),
        ("arn:aws*:iam::*:role/Break*", "arn:aws-cn:iam::123456789012:role/BreakGlass", true), ("a.c", "abc", false),
    ])
    func patternsFitTheWholeText(pattern: String, text: String, expected: Bool) {
        #expect(Wildcard(pattern).matches(text) == expected)
    }

    @Test func aPatternOfManyStarsTakesNoLonger() {
        let pattern = Wildcard(String(repeating: "*a", count: 2000) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 4000)))
    }
}
