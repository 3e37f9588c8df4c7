namespace Crochet.Stress.Model;

internal enum StepKind
{
    Hold,
    Release,
    Post,
    Call,
    CallThatThrows,
    CallThatPends,
    CallThatHeedsItsToken,
    NestedCall,
    WithdrawnCall,
    Complete,
    Fail,
    Cancel,
    TryWait,
    Stash,
    Retrieve,
    SetTimer,
    Advance,
    Stop,
    Drain,
}
