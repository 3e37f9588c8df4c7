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
        "CRO001", "[RunInReactor] on a member whose return type cannot be handed back at once",
        "{0}: [RunInReactor] hands back its result at once, when there is no {1} yet. Return EventualResult<{1}>, or mark it "
        + "[WaitFor].");

    /// <summary>{1} the seconds.</summary>
    public static readonly ProblemDescriptor TimeoutOutOfRange = new(
        "CRO002", "Timeout that is negative, infinite, too large or not a number",
        "{0}: {1} is not a timeout in seconds. Give 0 or more, and not more than a TimeSpan holds.");

    public static readonly ProblemDescriptor BothAttributes = new(
        "CRO003", "Both [WaitFor] and [RunInReactor]",
        "{0}: [WaitFor] and [RunInReactor] exclude each other. Keep [WaitFor] to wait for the result, or [RunInReactor] to go on "
        + "without it.");

    /// <summary>{1} implementation, {2} what it lacks: "method Find(string, int)", "getter of Latest", "event Changed".</summary>
    public static readonly ProblemDescriptor MemberNotImplemented = new(
        "CRO004", "Implementation without a method for a member",
        "{0}: {1} has no public {2}. Add it; the name of a method may end in Async, and a CancellationToken may come last.");

    /// <summary>As above; {3} the implementation's assembly.</summary>
    public static readonly ProblemDescriptor MemberTrimmed = new(
        "CRO004", "Implementation without a method for a member",
        "{0}: {1} has no public {2}. This application is trimmed, and trimming removes methods that only Crochet calls. Where {1} has it "
        + "in its source, keep it: put [DynamicDependency(DynamicallyAccessedMemberTypes.PublicMethods, typeof({1}))] on the method that "
        + "registers it, or <TrimmerRootAssembly Include=\"{3}\" /> in the project.");

    /// <summary>{1} implementation, {2} the methods that fit equally well.</summary>
    public static readonly ProblemDescriptor MemberAmbiguous = new(
        "CRO004", "Implementation without a method for a member",
        "{0}: {1} has more than one method for it: {2}. Keep one, or let the class implement the interface.");

    /// <summary>{1} implementation's method ("Dns.GetHostByNameAsync"), {2} its return type, {3} the member's return type.</summary>
    public static readonly ProblemDescriptor ReturnMismatch = new(
        "CRO005", "Implementation's method returns what the member cannot",
        "{0}: {1} returns {2}, and the member returns {3}. Make them agree; in a marked member T, Task<T>, ValueTask<T> and "
        + "EventualResult<T> stand for each other.");

    /// <summary>{1} parameter.</summary>
    public static readonly ProblemDescriptor ByRefWithoutBlocking = new(
        "CRO006", "By-ref parameter where the caller does not block",
        "{0}: the caller goes on before '{1}', which is passed by reference, is read or written. Pass and return values, or mark it "
        + "[WaitFor] with a plain return type.");

    /// <summary>{1} what cannot: "parameter 'data' of type Span&lt;byte&gt;", "return type Span&lt;byte&gt;", "the ref return".</summary>
    public static readonly ProblemDescriptor CannotCrossThreads = new(
        "CRO007", "Parameter or return type that cannot cross threads",
        "{0}: {1} cannot be handed to another thread. Use a type that lives on the heap, such as an array or Memory<T>.");

    /// <summary>
    /// {1} the type out of reach (the interface, an outer type or a type argument), {2} its accessibility ("private", "internal"), {3} what
    /// InternalsVisibleTo must name: "DynamicProxyGenAssembly2", with its public key where the assembly is signed, {4} the assembly.
    /// </summary>
    public static readonly ProblemDescriptor OutOfReach = new(
        "CRO008", "Interface that DynamicProxy cannot reach",
        "{0}: DynamicProxy cannot reach {1}, which is {2}. Make it public, or internal with [assembly: InternalsVisibleTo(\"{3}\")] "
        + "in {4}.");

    /// <summary>{1} why: "a proxy has no static members, and Parse is static abstract".</summary>
    public static readonly ProblemDescriptor CannotBeProxied = new(
        "CRO008", "Interface that DynamicProxy cannot reach",
        "{0}: DynamicProxy cannot implement it: {1}. Move what callers need to an interface without that.");

    /// <summary>{1} what it is: "class", "struct", "delegate".</summary>
    public static readonly ProblemDescriptor NotAnInterface = new(
        "CRO009", "Not an interface, or an attribute where it does nothing",
        "{0}: it is a {1}, and only an interface can be proxied. Give callers an interface with marked members.");

    /// <summary>{1} the attribute ("WaitFor").</summary>
    public static readonly ProblemDescriptor AttributeWithoutEffect = new(
        "CRO009", "Not an interface, or an attribute where it does nothing",
        "{0}: [{1}] does nothing outside an interface. Put it on the member of the interface that callers use.");

    public static readonly ProblemDescriptor NothingMarked = new(
        "CRO010", "Interface without a marked member",
        "{0}: no member is marked, so nothing would run in the loop. Mark the members that should with [WaitFor] or [RunInReactor].");

    public static readonly ProblemDescriptor SeveralTokens = new(
        "CRO011", "More than one CancellationToken",
        "{0}: it takes more than one CancellationToken, and a call is cancelled by one. Keep one, and link tokens before the call.");

    public static readonly ProblemDescriptor RegisteredTooLate = new(
        "CRO012", "Marked interface registered after AddCrochet",
        "{0}: it is registered after AddCrochet and so is not proxied. Register it before, or call AddCrochet again after it.",
        isError: false);

    public static readonly ProblemDescriptor ResultDropped = new(
        "CRO013", "EventualResult or task that is dropped",
        "{0}: the EventualResult is dropped, so a failure is reported late, when it is garbage-collected. Await it, keep it, or "
        + "assign it to '_' to drop it on purpose.",
        isError: false);

    public static readonly ProblemDescriptor PostedTaskDropped = new(
        "CRO013", "EventualResult or task that is dropped",
        "{0}: nobody looks at the task that the function hands back, so its failure is lost. Give the function to RunInReactor instead.",
        isError: false);

    /// <summary>{1} where ("an async method", "the loop thread, where it holds up every other call"), {2} the way out.</summary>
    public static readonly ProblemDescriptor BlocksWhereItMustNot = new(
        "CRO014", "Blocking wait in async code or in the loop",
        "{0}: it blocks in {1}. {2}.",
        isError: false);

    /// <summary>{1} return type.</summary>
    public static readonly ProblemDescriptor WaitForEventualResult = new(
        "CRO015", "[WaitFor] on a member that returns an EventualResult",
        "{0}: {1} is handed back at once, so the timeout has no effect. Mark it [RunInReactor], or return the value itself.");

    public static readonly ProblemDescriptor OpenGenericRegistration = new(
        "CRO016", "Open generic registration of a marked interface",
        "{0}: a container cannot proxy an open generic registration. Register the closed types that are used.");

    public static readonly ProblemDescriptor UnknownTimeout = new(
        "CRO017", "Configured timeout whose name fits no member",
        "{0}: a timeout is configured under this name, and no [WaitFor] member of a proxied interface has it. Name a member, such as "
        + "\"IDns.GetHostByName\", or an interface, \"IDns\", as C# writes it.");

    /// <summary>{0} the interface, {1} the loop's name.</summary>
    public static readonly ProblemDescriptor UnknownLoop = new(
        "CRO018", "Name of a loop that was not added, or that is taken",
        "{0}: it is to run in the loop '{1}', and no loop or group of that name was added. Call AddLoop(\"{1}\") or "
        + "AddLoopGroup(\"{1}\", count) after AddCrochet.",
        isError: false);

    /// <summary>{0} "AddCrochet", {1} one name, {2} the other.</summary>
    public static readonly ProblemDescriptor OwnLoopNamedTwice = new(
        "CRO018", "Name of a loop that was not added, or that is taken",
        "{0}: the container's own loop is named both '{1}' and '{2}'. Keep one name; for a second loop call AddLoop(\"{2}\").",
        isError: false);

    /// <summary>{0} what adds the other loop ("AddLoop"), {1} the name.</summary>
    public static readonly ProblemDescriptor OwnLoopNameTaken = new(
        "CRO018", "Name of a loop that was not added, or that is taken",
        "{0}: '{1}' is already the name of the container's own loop. Choose another name; AddCrochet(options => ...) configures the "
        + "own loop.",
        isError: false);

    public static readonly ProblemDescriptor SeveralLoopKeys = new(
        "CRO019", "More than one [LoopKey]",
        "{0}: it has more than one [LoopKey], and one key chooses the loop. Keep one; pass values that decide together as one record "
        + "or tuple.");

    /// <summary>
    /// {1} what carries it ("parameter 'limit' of type int", "event Changed"), {2} why ("it is no delegate and no interface").
    /// </summary>
    public static readonly ProblemDescriptor CallbackNotCallable = new(
        "CRO020", "[Callback] on what cannot be called off the loop",
        "{0}: [Callback] on {1} does not work: {2}. Use it in a marked member, on a delegate, IProgress<T> or interface whose methods "
            + "return void, "
        + "a Task or a ValueTask and take no by-ref parameters.");

    /// <summary>{0} the interface, {1} the group's name.</summary>
    public static readonly ProblemDescriptor GroupNeedsThreadBound = new(
        "CRO021", "Registration that cannot be",
        "{0}: '{1}' is a group of loops, which takes thread-bound singletons alone. Register it with AddThreadBound, or name a single "
        + "loop.");

    /// <summary>{0} the interface, {1} the group's name, {2} the lifetime ("Scoped").</summary>
    public static readonly ProblemDescriptor GroupNeedsSingleton = new(
        "CRO021", "Registration that cannot be",
        "{0}: '{1}' is a group of loops with one instance for each, so its lifetime cannot be {2}. Make it a singleton, or name a "
        + "single loop.");

    /// <summary>{0} the interface, {1} the class, {2} what to call instead ("AddThreadBound", "CrochetProxy.CreateThreadBound").</summary>
    public static readonly ProblemDescriptor ThreadBoundInstance = new(
        "CRO021", "Registration that cannot be",
        "{0}: {1} is [ThreadBound], and this instance of it was not made in its loop's thread. Give the class or a factory to {2}, "
        + "and the loop makes it.");

    public static readonly ProblemDescriptor OfferedWithoutService = new(
        "CRO021", "Registration that cannot be",
        "{0}: it is offered to the cluster, and nothing here runs its calls. Register it with AddProxied or AddThreadBound.");

    /// <summary>{1} the type that would be handed back.</summary>
    public static readonly ProblemDescriptor OnEveryLoopWithValue = new(
        "CRO022", "[OnEveryLoop] on a member with a value to hand back, or with a [LoopKey]",
        "{0}: [OnEveryLoop] runs it on every loop, so there is no single {1} to hand back. Return void, Task, ValueTask or "
        + "EventualResult.");

    public static readonly ProblemDescriptor OnEveryLoopWithKey = new(
        "CRO022", "[OnEveryLoop] on a member with a value to hand back, or with a [LoopKey]",
        "{0}: [OnEveryLoop] runs it on every loop, and [LoopKey] on one. Keep one of the two.");

    /// <summary>{1} why ("parameter 'callback' is a delegate"), {2} the way out ("Return a stream instead").</summary>
    public static readonly ProblemDescriptor CannotCrossProcesses = new(
        "CRO023", "Member that cannot cross processes",
        "{0}: it cannot be called in another process: {1}. {2}.");

    public static readonly ProblemDescriptor UnmarkedOfThreadBound = new(
        "CRO024", "Unmarked member on the interface of a thread-bound implementation",
        "{0}: it is unmarked, so it would run in the caller's thread, and the implementation is thread-bound. Mark it [WaitFor] or "
            + "[RunInReactor]; "
        + "an event, [Callback].");

    /// <summary>{1} why.</summary>
    public static readonly ProblemDescriptor CannotBeGenerated = new(
        "CRO025", "[GenerateProxy] on what the generator cannot write",
        "{0}: the generator cannot write a proxy for it: {1}. Remove [GenerateProxy]; the proxy made at run time may do it.");

    /// <summary>{1} the number.</summary>
    public static readonly ProblemDescriptor PrefetchTooSmall = new(
        "CRO026", "[Prefetch] of less than 1, or on what is no stream",
        "{0}: [Prefetch({1})] makes nothing ahead. Give 1 or more, or remove it.");

    /// <summary>{1} the return type.</summary>
    public static readonly ProblemDescriptor PrefetchWithoutStream = new(
        "CRO026", "[Prefetch] of less than 1, or on what is no stream",
        "{0}: [Prefetch] makes the items of a stream ahead, and the member returns {1}. Return IAsyncEnumerable<T> or IEnumerable<T>, "
        + "or remove it.");

    /// <summary>{1} the return type, {2} the sequence to return instead ("IEnumerable&lt;Order&gt;").</summary>
    public static readonly ProblemDescriptor CannotBeHelped = new(
        "CRO027", "Live value that cannot be helped as a return type",
        "{0}: {1} would do its work in the caller's thread, outside the loop. Return {2} or a list.");

    public static readonly ProblemDescriptor NoCompiledProxy = new(
        "CRO028", "No compiled proxy where there is no code generation",
        "{0}: it has no compiled proxy, and this program cannot make one at run time. Add [GenerateProxy] to it, or to the assembly "
        + "for it and its implementation.",
        isError: false);

    public static IReadOnlyList<ProblemDescriptor> All { get; } =
    [
        ReturnNotImmediate, TimeoutOutOfRange, BothAttributes, MemberNotImplemented, MemberTrimmed, MemberAmbiguous, ReturnMismatch,
        ByRefWithoutBlocking, CannotCrossThreads, OutOfReach, CannotBeProxied, NotAnInterface, AttributeWithoutEffect, NothingMarked,
        SeveralTokens, RegisteredTooLate, ResultDropped, PostedTaskDropped, BlocksWhereItMustNot, WaitForEventualResult,
        OpenGenericRegistration, UnknownTimeout, UnknownLoop, OwnLoopNamedTwice, OwnLoopNameTaken, SeveralLoopKeys, CallbackNotCallable,
        GroupNeedsThreadBound, GroupNeedsSingleton, ThreadBoundInstance, OfferedWithoutService, OnEveryLoopWithValue,
        OnEveryLoopWithKey, CannotCrossProcesses, UnmarkedOfThreadBound, CannotBeGenerated, PrefetchTooSmall, PrefetchWithoutStream,
        CannotBeHelped, NoCompiledProxy,
    ];
}
