namespace Crochet.Wire;

/// <summary>The first byte of an answer. A number keeps its meaning for ever: processes of several versions talk to each other.</summary>
internal enum AnswerKind : byte
{
    /// <summary>The call has succeeded; its value follows, as JSON.</summary>
    Value = 0,

    /// <summary>The call has failed; a <see cref="FailureCodec">failure</see> follows.</summary>
    Failed = 1,

    /// <summary>The call never ran; a <see cref="Refusal"/> follows.</summary>
    Refused = 2,

    /// <summary>The call goes on: ask again.</summary>
    GoesOn = 3,

    /// <summary>There is no such call.</summary>
    Unknown = 4,

    /// <summary>The process stops, and has given up the call.</summary>
    GivenUp = 5,

    /// <summary>The stashed result is of another type than the claimer says.</summary>
    OtherType = 6,

    /// <summary>A stream has an item, which follows as JSON.</summary>
    Item = 7,

    /// <summary>A stream is over.</summary>
    EndOfStream = 8,

    /// <summary>The call has succeeded with a stream, which the process keeps: its readers ask for the steps.</summary>
    Stream = 9,

    /// <summary>The call goes on, and has reported: a <see cref="ProgressFrame"/> follows. Ask again.</summary>
    Progress = 10,
}
