using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Crochet.Diagnostics;

namespace Crochet.Wire;

/// <summary>
/// Failures between processes: the type's name, the message, the traceback and the stack trace. A name chooses among the types listed here;
/// no other type is ever made.
/// </summary>
internal static class FailureCodec
{
    /// <summary>Under this key, a rebuilt exception's Data has the traceback of the process that threw it.</summary>
    public const string TracebackKey = "Crochet.Traceback";

    // What a failure's message cannot rebuild comes as texts after it.
    private static readonly FrozenDictionary<string, Func<string, string[], Exception>> _known = Plain().Concat(Own()).ToFrozenDictionary();

    public static void Write(FrameWriter writer, Failure failure)
    {
        var exception = Sent(failure);
        writer.WriteText(NameOf(exception));
        writer.WriteText(ExceptionText.Try(() => exception.Message) ?? "");
        writer.WriteText(exception is RemoteFailureException remote ? remote.Traceback : failure.Traceback);
        writer.WriteText(ExceptionText.Try(() => exception.StackTrace) ?? "");
        var details = DetailsOf(exception);
        writer.WriteNumber((ulong)details.Length);
        foreach (var detail in details)
            writer.WriteText(detail);
    }

    /// <summary>The answer of a call that failed.</summary>
    public static byte[] ToAnswer(Failure failure)
    {
        var writer = new FrameWriter(AnswerKind.Failed);
        Write(writer, failure);
        return writer.ToArray();
    }

    public static Exception Read(ref FrameReader reader)
    {
        var name = reader.ReadText();
        var message = reader.ReadText();
        var traceback = reader.ReadText();
        var stack = reader.ReadText();
        var count = reader.ReadNumber();
        if (count > byte.MaxValue)
            throw new InvalidDataException("A failure has too many details.");
        var details = new string[count];
        for (var index = 0; index < details.Length; index++)
            details[index] = reader.ReadText();
        if (Rebuild(name, message, details) is not { } exception)
        {
            var thrown = details is [var original] && name == NameOf<RemoteFailureException>() ? original : name;
            return new RemoteFailureException(thrown, message, traceback);
        }

        exception.Data[TracebackKey] = traceback;
        return stack.Length == 0 ? exception : ExceptionDispatchInfo.SetRemoteStackTrace(exception, stack);
    }

    // What says that a call never ran says it of a call that the implementation made. The implementation's own did run.
    private static Exception Sent(Failure failure) => failure.Exception switch
    {
        EventLoopOverloadedException or NoWorkerException => new RemoteFailureException(
            failure.Exception.GetType().FullName!, failure.Exception.Message, failure.Traceback),
        var exception => exception,
    };

    private static string NameOf(Exception exception) => exception switch
    {
        OperationCanceledException => NameOf<OperationCanceledException>(),
        _ => exception.GetType().FullName ?? exception.GetType().Name,
    };

    private static string NameOf<T>() => typeof(T).FullName!;

    private static string[] DetailsOf(Exception exception) => exception switch
    {
        RemoteFailureException remote => [remote.TypeName],
        WorkerLostException lost => [lost.Worker, lost.Call],
        CrochetTimeoutException timeout => [timeout.Call, timeout.Timeout.ToString("c")],
        EventLoopDeadlockException deadlock => [.. deadlock.Cycle],
        CrochetConfigurationException configuration =>
            [.. configuration.Problems
                .Take(byte.MaxValue / 3)
                .SelectMany(static problem => new[] { problem.Id, problem.Member, problem.Message })],
        _ => [],
    };

    private static Exception? Rebuild(string name, string message, string[] details)
    {
        try
        {
            return _known.TryGetValue(name, out var make) ? make(message, details) : null;
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or FormatException or TargetInvocationException)
        {
            // Another version writes it in another way: what it says is still to be had.
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, Func<string, string[], Exception>>> Own() =>
    [
        new(NameOf<WorkerLostException>(), static (_, details) => new WorkerLostException(details[0], details[1])),
        new(NameOf<CrochetTimeoutException>(), static (_, details) =>
            new CrochetTimeoutException(details[0], TimeSpan.ParseExact(details[1], "c", null))),
        new(NameOf<EventLoopDeadlockException>(), static (_, details) => new EventLoopDeadlockException(details)),
        new(NameOf<CrochetConfigurationException>(), static (_, details) => new CrochetConfigurationException(
            [.. details.Chunk(3).Select(static problem => new CrochetProblem(problem[0], problem[1], problem[2]))])),
    ];

    private static IEnumerable<KeyValuePair<string, Func<string, string[], Exception>>> Plain() =>
        from type in typeof(object).Assembly.GetExportedTypes()
        where type is { IsAbstract: false, IsGenericType: false }
            && type.Namespace is "System" or "System.IO" or "System.Collections.Generic" or "System.Threading"
            && type.IsAssignableTo(typeof(Exception))
        let make = MakerOf(type)
        where make is not null
        select new KeyValuePair<string, Func<string, string[], Exception>>(type.FullName!, make);

    // Of some, what the constructor with one text takes is a parameter's or an object's name.
    private static Func<string, string[], Exception>? MakerOf(Type type)
    {
        if (type.GetConstructor([typeof(string)]) is { } plain && plain.GetParameters()[0].Name == "message")
            return (message, _) => (Exception)plain.Invoke([message]);
        if (type.GetConstructor([typeof(string), typeof(Exception)]) is { } full && full.GetParameters()[0].Name == "message")
            return (message, _) => (Exception)full.Invoke([message, null]);
        return null;
    }
}
