internal import Incidents

/// A playbook as written, before receivers are looked up in `notifications.yaml`.
struct PlaybookDocument: Sendable {
    var name: String
    var match: Selector
    var steps: [Step]
    var place: SourcePlace

    struct Step: Sendable {
        var id: String
        var action: Action
        var onFailure: OnFailure
        var place: SourcePlace
    }

    enum Action: Sendable {
        case ready(StepAction)
        /// Nil for the default receiver.
        case notify(receiver: Placed<String>?, urgency: Alert.Urgency)
    }

    static let kind = "playbook"

    static let reader = Reader<PlaybookDocument>.object(
        .tag("kind", kind, "the kind of this document"),
        .required("name", Reader<String>.text, "what incidents call this playbook"),
        .required("match", .selector, "the findings that it answers; the first playbook that matches is taken"),
        .required(
            "steps",
            .list(.tagged(by: "action", "action", actions.map { ($0.name, step($0)) }), nonEmpty: true),
            "what to do, in order"
        )
    ) { place, _, name, match, steps throws(Problem) in
        var seen: Set<String> = []
        for step in steps where !seen.insert(step.id).inserted {
            throw Problem(
                "a second step with the id \(Spelling.quoted(step.id)): give one of them another id",
                at: step.place
            )
        }
        return PlaybookDocument(name: name, match: match, steps: steps, place: place)
    }

    // MARK: - Actions

    /// An action's name and what may stand under its `with`.
    struct ActionForm: Sendable {
        var name: String
        var parameters: Reader<Action>
        /// What it means to leave `with` out; nil when it must be there.
        var withoutParameters: Action?
    }

    /// Every action that a playbook can name.
    static let actions: [ActionForm] = [
        ActionForm(
            name: "isolate_ec2",
            parameters: .object(
                .optional(
                    "cut_connections",
                    .flag,
                    else: true,
                    "also end connections that are established, where AWS allows it"
                )
            ) { _, cut in .ready(.isolateEC2(cutConnections: cut)) },
            withoutParameters: .ready(.isolateEC2(cutConnections: true))
        ),
        plain("lock_iam_credentials", .lockIAMCredentials),
        plain("revoke_role_sessions", .revokeRoleSessions),
        plain("quarantine_s3", .quarantineS3),
        ActionForm(
            name: "tag_resource",
            parameters: .object(
                .required("tags", Reader<[String: String]>.resourceTags, "the tags to set, key: value")
            ) { _, tags in .ready(.tagResource(tags)) },
            withoutParameters: nil
        ),
        plain("trigger_forensics", .triggerForensics),
        ActionForm(
            name: "notify",
            parameters: .object(
                .optional(
                    "receiver",
                    Reader<String>.text.placed,
                    "a receiver of notifications.yaml; the route's when left out"
                ),
                .optional("urgency", Reader<Alert.Urgency>.choice, else: .alert, "page wakes somebody, alert does not")
            ) { _, receiver, urgency in .notify(receiver: receiver, urgency: urgency) },
            withoutParameters: .notify(receiver: nil, urgency: .alert)
        ),
    ]

    /// An action that has no parameters.
    private static func plain(_ name: String, _ action: StepAction) -> ActionForm {
        let parameters = Reader<Action>(
            schema: ["type": "object", "additionalProperties": false]
        ) { node, reading in
            for member in node.members ?? [] {
                reading.report("\(name) has no parameter \(Spelling.quoted(member.key))", at: member.keyPlace)
            }
            if node.members == nil { reading.report("expected {}, found \(node.written)", at: node.place) }
            return node.members?.isEmpty == true ? .ready(action) : nil
        }
        return ActionForm(name: name, parameters: parameters, withoutParameters: .ready(action))
    }

    private static func step(_ form: ActionForm) -> Reader<Step> {
        .object(
            .tag("action", form.name, "what to do"),
            .optional("id", Reader<String>.stepID, "the step's name in plans and reports; the action's when left out"),
            Key(
                name: "with",
                note: "the action's parameters",
                reader: form.parameters,
                fallback: form.withoutParameters
            ),
            .optional(
                "on_failure",
                Reader<OnFailure>.choice,
                else: .stop,
                "what becomes of the rest when the step fails"
            )
        ) { place, action, id, parameters, onFailure in
            Step(id: id ?? action, action: parameters, onFailure: onFailure, place: place)
        }
    }
}

extension Reader<String> {
    /// Part of a change's id (`1/isolate/3`) and of its placeholders, so kept to what needs no escaping.
    fileprivate static let stepID = parsed(
        "a step id: up to 64 letters, digits, _ and -",
        pattern: "[A-Za-z0-9_-]{1,64}"
    ) {
        text in
        let legal = text.utf8.allSatisfy {
            $0 == 45 || $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        return legal && text.utf8.count <= 64 ? text : nil
    }
}

extension Reader<[String: String]> {
    /// EC2, IAM and S3 take keys of at most 128 and values of at most 256 characters, and keep `aws:` for themselves
    /// (Tagging AWS Resources user guide).
    fileprivate static let resourceTags = dictionary(Reader<String>.text).converted { tags throws(Problem) in
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            guard (1...128).contains(key.count), value.count <= 256 else {
                throw Problem("the tag \(Spelling.quoted(key)): a key has 1 to 128 characters, a value at most 256")
            }
            guard !key.lowercased().hasPrefix("aws:") else {
                throw Problem("the tag \(Spelling.quoted(key)): AWS keeps keys that begin with aws: for itself")
            }
        }
        return tags
    }
}
