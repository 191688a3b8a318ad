/// Why a value is not what is wanted; the reader adds the place.
struct Problem: Error {
    var message: String
    /// Where, if not where the value itself begins.
    var place: SourcePlace?

    init(_ message: String, at place: SourcePlace? = nil) {
        self.message = message
        self.place = place
    }
}
