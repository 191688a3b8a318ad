import Incidents
import Testing

@testable import Policies

struct PlaybookTests {
    static let notifications = "receivers: [{name: security}, {name: oncall}]"

    private func steps(_ steps: String, notifications: String = notifications) throws -> [Playbook.Step] {
        try parse("kind: playbook\nname: p\nmatch: {}\nsteps: \(steps)\n---\n\(notifications)").playbooks[0].steps
    }

    @Test(arguments: [
        ("{action: isolate_ec2}", StepAction.isolateEC2(cutConnections: true)),
        ("{action: isolate_ec2, with: {}}", .isolateEC2(cutConnections: true)),
        ("{action: isolate_ec2, with: {cut_connections: false}}", .isolateEC2(cutConnections: false)),
        ("{action: lock_iam_credentials}", .lockIAMCredentials),
        ("{action: revoke_role_sessions, with: {}}", .revokeRoleSessions),
        ("{action: quarantine_s3}", .quarantineS3),
        ("{action: tag_resource, with: {tags: {a: b, 'c d': 'no'}}}", .tagResource(["a": "b", "c d": "no"])),
        ("{action: trigger_forensics}", .triggerForensics),
        ("{action: notify, with: {receiver: oncall}}", .notify(Alert(urgency: .alert, receiver: "oncall"))),
        (
            "{action: notify, with: {receiver: security, urgency: page}}",
            .notify(Alert(urgency: .page, receiver: "security"))
        ),
    ])
    func everyActionIsReadWithItsParameters(step: String, expected: StepAction) throws {
        let step = try #require(try steps("[\(step)]").first)
        #expect(step.action == expected)
        #expect(step.id == expected.name.rawValue)
        #expect(step.onFailure == .stop)
        #expect(StepAction.names.contains(step.id))
    }

    @Test func aStepHasItsOwnIDAndOnFailure() throws {
        let step = try steps("[{id: cut-off, action: isolate_ec2, on_failure: rollback}]")[0]
        #expect(step.id == "cut-off")
        #expect(step.onFailure == .rollback)
    }

    @Test func aNotifyStepWithoutReceiverGoesToTheRoutes() throws {
        let step = try steps("[{action: notify}]", notifications: "route: {receiver: oncall}\n" + Self.notifications)[0]
        #expect(step.action == .notify(Alert(urgency: .alert, receiver: "oncall")))
    }

    @Test(arguments: [
        ("[]", "4:8: error: expected a list of at least one"),
        (
            "[{id: x}]",
            "4:9: error: action is missing: one of isolate_ec2, lock_iam_credentials, revoke_role_sessions, quarantine_s3, tag_resource, trigger_forensics, notify"
        ),
        ("[{action: isolate}]", "4:18: error: unknown action \"isolate\": expected one of isolate_ec2, "),
        ("[{action: isolate_ec}]", "4:18: error: unknown action \"isolate_ec\" (did you mean \"isolate_ec2\"?)"),
        (
            "[{action: isolate_ec2, with: {cut_connection: true}}]",
            "4:38: error: unknown key \"cut_connection\" (did you mean \"cut_connections\"?)"
        ),
        ("[{action: isolate_ec2, with: {cut_connections: no}}]", "4:55: error: expected true or false, found no"),
        (
            "[{action: isolate_ec2, with: {cut_connections: 'true'}}]",
            "4:55: error: expected true or false, found \"true\""
        ),
        ("[{action: quarantine_s3, with: {a: b}}]", "4:40: error: quarantine_s3 has no parameter \"a\""),
        ("[{action: quarantine_s3, with: x}]", "4:39: error: expected {}, found x"),
        ("[{action: tag_resource}]", "4:9: error: with is missing: the action's parameters"),
        ("[{action: tag_resource, with: {}}]", "4:38: error: tags is missing: the tags to set, key: value"),
        (
            "[{action: tag_resource, with: {tags: {}}}]",
            "4:45: error: expected a mapping of at least one key, found a mapping"
        ),
        (
            "[{action: tag_resource, with: {tags: {a: true}}}]",
            "4:49: error: true is a boolean in YAML, and text is expected: write \"true\""
        ),
        (
            "[{action: tag_resource, with: {tags: {'AWS:x': y}}}]",
            "4:45: error: the tag \"AWS:x\": AWS keeps keys that begin with aws: for itself"
        ),
        ("[{action: notify, with: {urgency: loud}}]", "4:42: error: loud is none of page, alert"),
        (
            "[{action: notify, with: {receiver: securty}}]",
            "4:43: error: unknown receiver \"securty\" (did you mean \"security\"?)"
        ),
        (
            "[{action: notify}]",
            "4:9: error: no receiver: name one in with, or write route: {receiver: NAME} in notifications.yaml"
        ),
        (
            "[{action: quarantine_s3}, {action: quarantine_s3}]",
            "4:34: error: a second step with the id \"quarantine_s3\": give one of them another id"
        ),
        ("[{action: quarantine_s3, id: a/b}]", "4:37: error: a/b is not a step id: up to 64 letters, digits, _ and -"),
        ("[{action: quarantine_s3, on_failure: ignore}]", "4:45: error: ignore is none of stop, continue, rollback"),
        ("[{action: quarantine_s3, when: x}]", "4:33: error: unknown key \"when\""),
    ])
    func whatIsWrongWithAStepIsReportedInItsPlace(steps: String, expected: String) {
        let printed = errors("kind: playbook\nname: p\nmatch: {}\nsteps: \(steps)\n---\n\(Self.notifications)")
        #expect(printed.count == 1)
        #expect(printed.first?.hasPrefix("p.yaml:" + expected) == true, "\(printed)")
    }

    @Test func namesAreUniqueAmongPlaybooksAndAmongPolicies() {
        let playbook = "kind: playbook\nname: p\nmatch: {}\nsteps: [{action: quarantine_s3}]\n---\n"
        let policy = "kind: account-policy\nname: p\nmatch: {}\nmode: observe\n---\n"
        #expect(
            errors(playbook + policy + playbook + policy) == [
                #"p.yaml:11:1: error: a second playbook named "p": the first is at p.yaml:1"#,
                #"p.yaml:16:1: error: a second account policy named "p": the first is at p.yaml:6"#,
            ]
        )
    }
}

struct NotificationsTests {
    private func receiver(_ webhook: String, environment: [String: String] = [:]) throws -> Notifications.Receiver {
        let set = try parse("receivers: [{name: r, webhook_configs: [\(webhook)]}]", environment: environment)
        return try #require(set.notifications.receiver("r"))
    }

    @Test func aWebhookIsReadAndNeverPrinted() throws {
        let receiver = try receiver("{url: 'https://hooks.example/T0', secret: s3cret, allow_private_addresses: true}")
        #expect(
            receiver.webhooks == [
                .init(url: Secret("https://hooks.example/T0"), secret: Secret("s3cret"), allowPrivateAddresses: true)
            ]
        )
        var dumped = ""
        dump(receiver, to: &dumped)
        for printed in ["\(receiver)", String(reflecting: receiver), dumped] {
            #expect(!printed.contains("s3cret"))
            #expect(!printed.contains("hooks.example"))
        }
    }

    @Test func anEmptyURLIsNoChannel() throws {
        #expect(try receiver("{url: '${HOOK:-}'}").webhooks.isEmpty)
        #expect(try receiver("{url: '${HOOK:-}'}", environment: ["HOOK": "http://127.0.0.1:9/"]).webhooks.count == 1)
    }

    @Test(arguments: [
        "ftp://a", "https://", "https:///x", "https://u@a/", "https://a/ b", "https://a/#x", "a.example", "file:///etc",
    ])
    func whatCannotBePostedToIsRefused(url: String) {
        #expect(
            errors("receivers: [{name: r, webhook_configs: [{url: '\(url)'}]}]") == [
                "p.yaml:1:47: error: not a URL to post to: write https://host/path, without user, fragment or spaces"
            ]
        )
    }

    @Test(arguments: [
        (
            "route: {receiver: a}\nreceivers: [{name: b}]",
            #"p.yaml:1:19: error: unknown receiver "a" (did you mean "b"?)"#
        ),
        ("route: {receiver: a}", "p.yaml:1:1: error: receivers is missing: who can be told"),
        ("receivers: [{name: a}, {name: a}]", #"p.yaml:1:24: error: a second receiver named "a""#),
        (
            "receivers: [{name: a}]\n---\nreceivers: [{name: b}]",
            "p.yaml:3:1: error: a second notifications document: the first is at p.yaml:1"
        ),
        ("receivers: [{name: a, slack_configs: []}]", #"p.yaml:1:23: error: unknown key "slack_configs""#),
    ])
    func whatIsWrongWithNotificationsIsReported(document: String, expected: String) {
        let printed = errors(document)
        #expect(printed.count == 1)
        #expect(printed.first?.hasPrefix(expected) == true, "\(printed)")
    }

    @Test func aReceiverIsNotUnknownWhenItsFileCouldNotBeRead() {
        let playbook = "kind: playbook\nname: p\nmatch: {}\nsteps: [{action: notify, with: {receiver: r}}]\n---\n"
        #expect(errors(playbook + "receivers: [{name: r, x: y}]").count == 1)
    }
}
