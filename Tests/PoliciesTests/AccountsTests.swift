import Incidents
import Testing

@testable import Policies

struct AccountsTests {
    private func account(_ accounts: String, _ id: String, environment: [String: String] = [:]) throws -> Account {
        let registry = try parse("", accounts: accounts, environment: environment).accounts
        return try #require(registry.account(AccountID(rawValue: id)!))
    }

    @Test func defaultsAreFilledInAndTagsJoined() throws {
        let account = try account(
            """
            defaults:
              role: arn:{partition}:iam::{account_id}:role/path/Cordon
              external_id: ${EXTERNAL}
              regions: [us-gov-west-1]
              environment: prod
              team: core
              ou: root
              tags: ["a:1", "b:1"]
            accounts:
              - {account_id: 012345678901, name: gov, team: own, tags: ["b:2:3"]}
            """,
            "012345678901",
            environment: ["EXTERNAL": "x-1"]
        )
        #expect(account.role.rawValue == "arn:aws-us-gov:iam::012345678901:role/path/Cordon")
        #expect(account.externalID == "x-1")
        #expect(account.regions.map(\.rawValue) == ["us-gov-west-1"])
        #expect(account.environment == "prod")
        #expect(account.team == "own")
        #expect(account.ou == "root")
        #expect(account.tags == ["a": "1", "b": "2:3"])
        #expect(account.place == SourcePlace(file: "a.yaml", line: 10, column: 5))
    }

    @Test func anAccountsFileOfC7nOrgIsReadAsItIs() throws {
        let account = try account(
            """
            vars: {charge_code: 1}
            accounts:
            - account_id: '123123123123'
              name: account-1
              display_name: Account 1
              email: account-1@example.org
              org_id: o-abcdef
              regions:
              - us-east-1
              - us-west-2
              role: arn:aws:iam::123123123123:role/CloudCustodian
              external_id: abc
              tags:
              - type:prod
              - division:some division
              - scope
              vars:
                charge_code: [xyz, {deep: 1e3}]
            """,
            "123123123123"
        )
        #expect(account.tags == ["type": "prod", "division": "some division", "scope": ""])
        #expect(account.regions.count == 2)
    }

    @Test func anEmptyExternalIDIsNone() throws {
        let file = accountsFile.replacing("defaults:\n", with: "defaults:\n  external_id: ${UNSET:-}\n")
        #expect(try account(file, "222222222222").externalID == nil)
    }

    static let role = "role: 'arn:{partition}:iam::{account_id}:role/C'"

    @Test(arguments: [
        (
            "accounts: [{account_id: 1234, name: x, regions: [us-east-1], \(role)}]",
            "a.yaml:1:25: error: 1234 is not an account id: twelve digits, leading zeros included"
        ),
        (
            "accounts: [{account_id: 12345678901, name: x, regions: [us-east-1], \(role)}]",
            "a.yaml:1:25: error: 12345678901 is not an account id: twelve digits, leading zeros included"
        ),
        (
            "accounts: [{account_id: 0o2345678901, name: x, regions: [us-east-1], \(role)}]",
            "a.yaml:1:25: error: 0o2345678901 is not an account id: twelve digits, leading zeros included"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1]}]",
            "a.yaml:1:12: error: role is missing: write it here or in defaults"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, \(role)}]",
            "a.yaml:1:12: error: regions are missing: list them here or in defaults"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [], \(role)}]",
            "a.yaml:1:57: error: expected a list of at least one"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [all], \(role)}]",
            "a.yaml:1:58: error: all is not a region, such as eu-west-1"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: us-east-1, \(role)}]",
            "a.yaml:1:57: error: expected a list, found us-east-1"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1, cn-north-1], \(role)}]",
            "a.yaml:1:57: error: us-east-1 and cn-north-1 lie in different partitions"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], role: 'arn:aws:iam::999999999999:role/C'}]",
            "a.yaml:1:76: error: the role of account 123456789012 lies in account 999999999999"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [cn-north-1], role: 'arn:aws:iam::123456789012:role/C'}]",
            "a.yaml:1:77: error: the role lies in aws, the regions in aws-cn"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], role: 'arn:aws:iam::{account}:role/C'}]",
            #"a.yaml:1:76: error: "arn:aws:iam::{account}:role/C" is not the ARN of a role ({partition} and {account_id} are filled in)"#
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], role: 'arn:aws:iam::123456789012:user/C'}]",
            #"a.yaml:1:76: error: "arn:aws:iam::123456789012:user/C" is not the ARN of a role ({partition} and {account_id} are filled in)"#
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], \(role), external_id: 'a b'}]",
            "a.yaml:1:133: error: not an external id: 2 to 1224 letters, digits and _+=,.@:/-"
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], \(role), tags: ['a:1', 'a:2']}]",
            #"a.yaml:1:126: error: the tag "a" is there twice"#
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], \(role), contacts: x}]",
            "a.yaml:1:120: error: unknown key \"contacts\""
        ),
        (
            "accounts: [{account_id: 123456789012, name: x, regions: [us-east-1], \(role)}, {account_id: '123456789012', name: y, regions: [us-east-1], \(role)}]",
            "a.yaml:1:121: error: account 123456789012 is listed already, at a.yaml:1"
        ),
        ("account: []", #"a.yaml:1:1: error: unknown key "account" (did you mean "accounts"?)"#),
    ])
    func whatIsWrongWithAnAccountIsReportedInItsPlace(accounts: String, expected: String) {
        let printed = errors(accounts: accounts)
        #expect(printed.first?.hasPrefix(expected) == true, "\(printed)")
    }

    @Test func anAccountListedInTwoFilesIsAnError() {
        let sources = ["a.yaml", "b.yaml"].map { SourceText(name: $0, text: accountsFile) }
        let error = #expect(throws: PolicyErrors.self) {
            try PolicySet.parse(accounts: sources, references: References(environment: [:]))
        }
        #expect(
            error?.diagnostics.map(\.description) == [
                "b.yaml:5:5: error: account 222222222222 is listed already, at a.yaml:5",
                "b.yaml:6:5: error: account 444444444444 is listed already, at a.yaml:6",
            ]
        )
    }
}
