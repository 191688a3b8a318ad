/// One document of `policies/`, of whichever kind.
enum PolicyDocument: Sendable {
    case responseMatrix(ResponseMatrix)
    case accountPolicy(AccountPolicy)
    case playbook(PlaybookDocument)
    case notifications(NotificationsDocument)

    static func read(_ node: Node, _ reading: inout Reading) -> PolicyDocument? {
        (NotificationsDocument.isOne(node) ? notifications : byKind).read(node, &reading)
    }

    private static let notifications = NotificationsDocument.reader.converted {
        value throws(Problem) -> PolicyDocument in
        .notifications(value)
    }

    private static let byKind = Reader<PolicyDocument>.tagged(
        by: "kind",
        "kind",
        [
            (ResponseMatrix.kind, ResponseMatrix.reader.converted { value throws(Problem) in .responseMatrix(value) }),
            (AccountPolicy.kind, AccountPolicy.reader.converted { value throws(Problem) in .accountPolicy(value) }),
            (PlaybookDocument.kind, PlaybookDocument.reader.converted { value throws(Problem) in .playbook(value) }),
        ]
    )
}
