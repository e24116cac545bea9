@testable import ByokCore
@testable import ByokKit

/// What goes with a message; the testing library has an `Attachment` of its own.
typealias File = ByokKit.Attachment
