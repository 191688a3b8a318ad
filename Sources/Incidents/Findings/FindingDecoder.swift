package import Foundation

/// Reads GuardDuty findings from bytes, in every shape in which AWS delivers them.
///
/// - the EventBridge event, one or a list, as a rule's target, an API destination or a pipe gets it
/// - the bare finding, as GuardDuty writes it (camelCase) or the SDKs and the AWS CLI do (PascalCase)
/// - the answer of GetFindings (`findings` or `Findings`)
/// - the S3 export: JSON Lines, gzip or not; other concatenated documents too
/// - SQS: a message, a Lambda event's `Records`, the answer of ReceiveMessage
/// - SNS: the notification as HTTP, SQS and Lambda subscribers get it
/// - Security Hub: ASFF findings of GuardDuty, alone, in a list, in `Findings`, in Security Hub's own events
///
/// and these within one another: an SQS message that holds an SNS notification that holds an event.
package struct FindingDecoder: Sendable {
    /// The most that one JSON document, or one line of JSON Lines, may take, in bytes.
    package var documentLimit = 16 << 20
    /// The most that gzip input may expand to, in bytes.
    package var expandedLimit = 256 << 20

    package init() {}

    /// All findings, or the first thing wrong with any of them.
    package func decode(_ data: Data, source: String) throws(FindingInputError) -> [Finding] {
        var findings: [Finding] = []
        for result in decodeAll(data, source: source) { findings.append(try result.get()) }
        return findings
    }

    /// Each finding, or what is wrong with it, in the order of the input: a bad one does not lose the others. Never empty.
    package func decodeAll(_ data: Data, source: String) -> [Result<Finding, FindingInputError>] {
        var results: [Result<Finding, FindingInputError>] = []
        forEach(in: data, source: source) { results.append($0) }
        return results
    }

    /// Calls `body` with each finding, or what is wrong with it, while reading: for exports of any length.
    package func forEach(
        in data: Data,
        source: String,
        _ body: (Result<Finding, FindingInputError>) -> Void
    ) {
        let bytes: [UInt8]
        if Gzip.isGzip(data) {
            do {
                bytes = try Gzip.expand(data, limit: expandedLimit)
            } catch {
                return body(.failure(FindingInputError(source: source, problems: [error.message])))
            }
        } else {
            bytes = [UInt8](data)
        }
        read(JSONParser(bytes, maximumLength: documentLimit), source: source, body)
    }

    /// The most syntax errors that are reported of one input; what follows them is hardly JSON Lines.
    private static let errorLimit = 100

    private func read(
        _ parser: JSONParser,
        source: String,
        _ body: (Result<Finding, FindingInputError>) -> Void
    ) {
        var parser = parser
        var errors = 0
        var documents = 0
        while errors < Self.errorLimit {
            do {
                guard let document = try parser.next() else {
                    if documents == 0, errors == 0 {
                        body(
                            .failure(FindingInputError(source: source, problems: ["empty: there is no finding in it"]))
                        )
                    }
                    return
                }
                documents += 1
                let line = parser.line
                let alone = documents == 1 && errors == 0 && parser.isAtEnd()
                var envelope = FindingEnvelope(source: source)
                envelope.open(document, at: alone ? "" : "line \(line)")
                envelope.results.forEach(body)
            } catch {
                errors += 1
                body(.failure(FindingInputError(source: source, problems: [error.description])))
                parser.skipToNextDocument()
            }
        }
        let problem = "\(Self.errorLimit) lines were not JSON; the rest was not read"
        body(.failure(FindingInputError(source: source, problems: [problem])))
    }
}
