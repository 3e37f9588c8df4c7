using System.IO.MemoryMappedFiles;

namespace Crochet.Processes;

/// <summary>Counts how often each call has run, in a file that all processes of a test share.</summary>
public sealed unsafe class RunLog : IDisposable
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "CROCHET_RUN_LOG";

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int* _counts;

    private RunLog(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _counts = (int*)start;
    }

    /// <summary>This process's; null where its environment names none.</summary>
    public static RunLog? Own { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file
        ? new(MemoryMappedFile.CreateFromFile(file, FileMode.Open))
        : null;

    public static RunLog Create(string file, long calls) =>
        new(MemoryMappedFile.CreateFromFile(file, FileMode.Create, mapName: null, calls * sizeof(int)));

    /// <summary>A call runs.</summary>
    public void Add(long call) => Interlocked.Increment(ref _counts[call]);

    public int CountOf(long call) => Volatile.Read(ref _counts[call]);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
