using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>
/// Calls an implementation's method that reports progress, on the loop thread. For generated code alone; it may change with any version.
/// </summary>
/// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
/// <typeparam name="TReturn">What the method returns; <see cref="Nothing"/> for void.</typeparam>
/// <typeparam name="TProgress">What it reports.</typeparam>
/// <param name="target">The implementation.</param>
/// <param name="arguments">The call's arguments; what by-ref parameters come out as is written to them.</param>
/// <param name="progress">What the method reports to.</param>
/// <param name="token">The call's token.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate TReturn ReportingCall<TArguments, TReturn, TProgress>(
    object target, ref TArguments arguments, IProgress<TProgress> progress, CancellationToken token);
