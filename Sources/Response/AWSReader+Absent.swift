internal import AWS

extension AWSReader {
    /// The answer; nil when AWS says with `code` that there is none, which is a state like any other.
    func send<O: ReadOperation>(_ operation: O, absent code: AWSError.Code) async throws(AWSError) -> O.Response? {
        do {
            return try await send(operation)
        } catch {
            guard error.code == code else { throw error }
            return nil
        }
    }
}
