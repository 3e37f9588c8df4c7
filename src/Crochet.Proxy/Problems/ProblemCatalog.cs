namespace Crochet.Problems;

/// <summary>
/// Every mistake that Crochet knows. Names in arguments are as C# writes them, without namespace or outer type
/// ("IRepository&lt;Order&gt;.Find", "Span&lt;byte&gt;", "int?"); {0} is the member, or the interface where the mistake is the interface's.
/// </summary>
/// <remarks>Compiled into the analyzer too, so it keeps to what netstandard2.0 has.</remarks>
internal static class ProblemCatalog
{
    /// <summary>{1} return type.</summary>
    public static readonly ProblemDescriptor ReturnNotImmediate = new(
        "CRO001",
        "[RunInReactor] on a member whose return type cannot be handed back at once",
        "{0}: [RunInReactor] hands back its result at once, when there is no {1} yet. Return EventualResult<{1}>, or mark it [WaitFor].");

    /// <summary>{1} the seconds.</summary>
    public static readonly ProblemDescriptor TimeoutOutOfRange = new(
        "CRO002",
        "Timeout that is negative, infinite, too large or not a number",
        "{0}: {1} is not a timeout in seconds. Give 0 or more, and not more than a TimeSpan holds.");

    public static readonly ProblemDescriptor BothAttributes = new(
        "CRO003",
        "Both [WaitFor] and [RunInReactor]",
        "{0}: [WaitFor] and [RunInReactor] exclude each other. Keep [WaitFor] to wait for the result, or [RunInReactor] to go on without it.");

    /// <summary>{1} implementation, {2} what it lacks: "method Find(string, int)", "getter of Latest", "setter of Latest", "event Changed".</summary>
    public static readonly ProblemDescriptor MemberNotImplemented = new(
        "CRO004",
        "Implementation without a method for a member",
        "{0}: {1} has no public {2}. Add it; the name of a method may end in Async, and a CancellationToken may come last.");

    /// <summary>{1} implementation's method ("Dns.GetHostByNameAsync"), {2} its return type, {3} the member's return type.</summary>
    public static readonly ProblemDescriptor ReturnMismatch = new(
        "CRO005",
        "Implementation's method returns what the member cannot",
        "{0}: {1} returns {2}, and the member returns {3}. Make them agree; in a marked member T, Task<T>, ValueTask<T> and EventualResult<T> stand for each other.");

    /// <summary>{1} parameter.</summary>
    public static readonly ProblemDescriptor ByRefWithoutBlocking = new(
        "CRO006",
        "By-ref parameter where the caller does not block",
        "{0}: the caller goes on before '{1}', which is passed by reference, is read or written. Pass and return values, or mark it [WaitFor] with a plain return type.");

    /// <summary>{1} what cannot: "parameter 'data' of type Span&lt;byte&gt;", "return type Span&lt;byte&gt;", "the ref return".</summary>
    public static readonly ProblemDescriptor CannotCrossThreads = new(
        "CRO007",
        "Parameter or return type that cannot cross threads",
        "{0}: {1} cannot be handed to another thread. Use a type that lives on the heap, such as an array or Memory<T>.");

    /// <summary>
    /// {1} the type out of reach (the interface, an outer type or a type argument), {2} its accessibility ("private", "internal"), {3} what
    /// InternalsVisibleTo must name: "DynamicProxyGenAssembly2", with its public key where the assembly is signed, {4} the assembly.
    /// </summary>
    public static readonly ProblemDescriptor OutOfReach = new(
        "CRO008",
        "Interface that DynamicProxy cannot reach",
        "{0}: DynamicProxy cannot reach {1}, which is {2}. Make it public, or internal with [assembly: InternalsVisibleTo(\"{3}\")] in {4}.");

    /// <summary>{1} why: "a proxy has no static members, and Parse is static abstract".</summary>
    public static readonly ProblemDescriptor CannotBeProxied = new(
        "CRO008",
        "Interface that DynamicProxy cannot reach",
        "{0}: DynamicProxy cannot implement it: {1}. Move what callers need to an interface without that.");

    /// <summary>{1} what it is: "class", "struct", "delegate".</summary>
    public static readonly ProblemDescriptor NotAnInterface = new(
        "CRO009",
        "Not an interface, or an attribute where it does nothing",
        "{0}: it is a {1}, and only an interface can be proxied. Give callers an interface with marked members.");

    /// <summary>{1} the attribute ("WaitFor").</summary>
    public static readonly ProblemDescriptor AttributeWithoutEffect = new(
        "CRO009",
        "Not an interface, or an attribute where it does nothing",
        "{0}: [{1}] does nothing outside an interface. Put it on the member of the interface that callers use.");

    public static readonly ProblemDescriptor NothingMarked = new(
        "CRO010",
        "Interface without a marked member",
        "{0}: no member is marked, so nothing would run in the loop. Mark with [WaitFor] or [RunInReactor] what should.");

    public static readonly ProblemDescriptor SeveralTokens = new(
        "CRO011",
        "More than one CancellationToken",
        "{0}: it takes more than one CancellationToken, and a call is cancelled by one. Keep one, and link tokens before the call.");

    public static readonly ProblemDescriptor RegisteredTooLate = new(
        "CRO012",
        "Marked interface registered after AddCrochet",
        "{0}: it is registered after AddCrochet and so is not proxied. Register it before, or call AddCrochet again after it.",
        isError: false);

    public static readonly ProblemDescriptor ResultDropped = new(
        "CRO013",
        "EventualResult that is dropped",
        "{0}: the EventualResult is dropped, so that a failure is seen only when it is collected. Await it or keep it; '_ =' says that it is meant.",
        isError: false);

    /// <summary>{1} where: "an async method", "the loop thread, where it throws EventLoopDeadlockException or holds up every other call", {2} the way out.</summary>
    public static readonly ProblemDescriptor BlocksWhereItMustNot = new(
        "CRO014",
        "Blocking wait in async code or in the loop",
        "{0}: it blocks in {1}. {2}.",
        isError: false);

    /// <summary>{1} return type.</summary>
    public static readonly ProblemDescriptor WaitForEventualResult = new(
        "CRO015",
        "[WaitFor] on a member that returns an EventualResult",
        "{0}: {1} is handed back at once, so that the timeout means nothing. Mark it [RunInReactor], or return the value itself.");

    public static readonly ProblemDescriptor OpenGenericRegistration = new(
        "CRO016",
        "Open generic registration of a marked interface",
        "{0}: a container cannot proxy an open generic registration. Register the closed types that are used.");

    public static readonly ProblemDescriptor UnknownTimeout = new(
        "CRO017",
        "Configured timeout whose name fits no member",
        "{0}: a timeout is configured under this name, and no [WaitFor] member of a proxied interface has it. Name a member, such as \"IDns.GetHostByName\", or an interface, \"IDns\", as C# writes it.");

    public static IReadOnlyList<ProblemDescriptor> All { get; } =
    [
        ReturnNotImmediate, TimeoutOutOfRange, BothAttributes, MemberNotImplemented, ReturnMismatch, ByRefWithoutBlocking,
        CannotCrossThreads, OutOfReach, CannotBeProxied, NotAnInterface, AttributeWithoutEffect, NothingMarked, SeveralTokens, RegisteredTooLate,
        ResultDropped, BlocksWhereItMustNot, WaitForEventualResult, OpenGenericRegistration, UnknownTimeout,
    ];
}
