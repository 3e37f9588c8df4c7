namespace Crochet;

/// <summary>
/// On a member of an interface: calls run in the loop thread while the caller goes on at once, with an <see cref="EventualResult"/>, a
/// <see cref="Task"/> or a <see cref="ValueTask"/>, with or without a value. A void member hands nothing back, and the loop reports its
/// failures. It may also return an <see cref="IAsyncEnumerable{T}"/>, whose steps have no timeout.
/// </summary>
/// <remarks>
/// <para>
/// On an interface it is the default for all methods and properties without a mark of their own, inherited ones too, but not for events.
/// </para>
/// <para>
/// The implementation's method may have an <see cref="IProgress{T}"/> that the member lacks, last or last before its token; a class that
/// implements the interface may have that method as an overload. What it reports is read with
/// <see cref="EventualResult.TryGetProgress{TProgress}"/> and <see cref="EventualResult.ReadProgressAsync{TProgress}"/>.
/// </para>
/// <para>What <see cref="WaitForAttribute"/> says of streams and of objects that calls hand out holds here too.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface)]
public sealed class RunInReactorAttribute : Attribute;
