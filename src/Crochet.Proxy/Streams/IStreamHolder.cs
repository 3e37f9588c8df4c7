namespace Crochet.Streams;

/// <summary>An object that open streams are read from, which is disposed of after them. Loop thread.</summary>
internal interface IStreamHolder
{
    /// <summary>The object.</summary>
    object Value { get; }

    void Enter(IOpenStream stream);

    /// <summary>The stream's iterator has been disposed of.</summary>
    void Leave(IOpenStream stream);

    /// <summary>A step of one of its streams has failed.</summary>
    void OnFailure(Exception failure);
}
