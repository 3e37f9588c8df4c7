using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Crochet;

/// <summary>
/// An exception as it was when it left the code that ran in the loop. Throwing an exception object again writes over its stack trace; a failure keeps
/// the first one. Twisted's <c>Failure</c> is the model. Safe to use from any thread.
/// </summary>
public sealed class Failure
{
    private readonly ExceptionDispatchInfo _dispatch;
    private string? _traceback;

    /// <summary>Keeps an exception as it is now.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public Failure(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        _dispatch = ExceptionDispatchInfo.Capture(exception);
    }

    /// <summary>The exception object that was thrown in the loop, the same one that every wait throws.</summary>
    public Exception Exception => _dispatch.SourceException;

    /// <summary>Type, message and stack trace, those of inner exceptions included, as they were in the loop thread.</summary>
    public string Traceback => _traceback ?? Record();

    /// <summary>Throws <see cref="Exception"/> with the stack trace it had in the loop, to which that of this throw is appended.</summary>
    [DoesNotReturn]
    public void Throw()
    {
        Preserve();
        _dispatch.Throw();
    }

    /// <summary>The <see cref="Traceback"/>.</summary>
    public override string ToString() => Traceback;

    /// <summary>Writes the traceback down. To be called before anybody gets the exception object, since whoever throws it changes it.</summary>
    internal void Preserve() => _ = Traceback;

    private string Record()
    {
        string text;
        try
        {
            text = Exception.ToString();
        }
        catch (Exception broken)
        {
            text = $"{Exception.GetType()} (its ToString threw {broken.GetType()})";
        }

        return Interlocked.CompareExchange(ref _traceback, text, null) ?? text;
    }
}
