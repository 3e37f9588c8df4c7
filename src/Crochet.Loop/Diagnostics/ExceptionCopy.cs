using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Crochet.Diagnostics;

/// <summary>
/// Keeps an exception's stack trace for a text that somebody may want later, without writing it: a copy of the object shares its frames,
/// which a capture has frozen, so that whoever throws the object again writes to others. A text at each failure would cost several times
/// what the failure itself does.
/// </summary>
internal static class ExceptionCopy
{
    // Deeper ones are shown as they are when the text is written.
    private const int LevelsOfInner = 8;

    /// <param name="exception">What <see cref="ExceptionDispatchInfo.Capture"/> has just been called with.</param>
    public static Exception Of(Exception exception)
    {
        var copy = (Exception)MemberwiseClone(exception);
        var outer = copy;
        for (var level = 0; level < LevelsOfInner && InnerExceptionOf(outer) is { } inner; level++)
        {
            ExceptionDispatchInfo.Capture(inner);
            outer = InnerExceptionOf(outer) = (Exception)MemberwiseClone(inner);
        }

        return copy;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern object MemberwiseClone(object original);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerExceptionOf(Exception exception);
}
