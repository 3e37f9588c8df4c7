namespace Crochet.Stress.Model;

/// <summary>What the model knows of one call, beside the real one.</summary>
internal sealed class ModelCall(int id, StepKind kind)
{
    public int Id { get; } = id;

    public StepKind Kind { get; } = kind;

    public EventualResult Result { get; set; } = null!;

    public TaskCompletionSource<int> Work { get; } = new();

    /// <summary>The work has returned a task and that has not ended, whether or not the result has.</summary>
    public bool IsPending { get; set; }

    public CallEnd End { get; set; }
}
