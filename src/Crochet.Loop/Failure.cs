using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Crochet.Diagnostics;

namespace Crochet;

/// <summary>
/// An exception as it was when it left the code that ran in the loop. Throwing an exception object again writes over its stack trace; a
/// failure keeps the first one. Twisted's <c>Failure</c> is the model. Safe to use from any thread.
/// </summary>
public sealed class Failure
{
    private readonly ExceptionDispatchInfo _dispatch;

    private readonly Exception _asItWas;
    private string? _traceback;

    /// <summary>Keeps an exception as it is now. Costs neither a stack trace's text nor a call of the exception's own code.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public Failure(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        _dispatch = ExceptionDispatchInfo.Capture(exception);
        _asItWas = ExceptionCopy.Of(exception);
    }

    /// <summary>The exception object that was thrown in the loop, the same one that every wait throws.</summary>
    public Exception Exception => _dispatch.SourceException;

    /// <summary>
    /// Type, message and stack trace, those of inner exceptions included, as they were in the loop thread. Written when it is first asked
    /// for, by the exception's ToString; where that throws, by its parts.
    /// </summary>
    public string Traceback => Volatile.Read(ref _traceback) ?? Write();

    /// <summary>Throws <see cref="Exception"/> with the stack trace it had in the loop, to which that of this throw is appended.</summary>
    [DoesNotReturn]
    public void Throw() => _dispatch.Throw();

    /// <summary>The <see cref="Traceback"/>.</summary>
    public override string ToString() => Traceback;

    private string Write()
    {
        lock (_dispatch)
            return _traceback ??= ExceptionText.Of(Exception, _asItWas);
    }
}
