using System.Collections.Concurrent;
using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>An interface as its callers see it, inherited members and defaults included. Made once per interface.</summary>
internal sealed class InterfaceDescription
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, InterfaceDescription> _known = new();

    private readonly Dictionary<MethodInfo, Member> _byMethod;

    private InterfaceDescription(Type type)
    {
        Type = type;
        Name = CSharpName.Of(type);
        // A derived interface inherits more than its bases do, and so comes before them.
        Ancestry = type.IsInterface ? [type, .. type.GetInterfaces().OrderByDescending(inherited => inherited.GetInterfaces().Length)] : [];
        Members = Ancestry.SelectMany(MembersOf).ToList();
        _byMethod = Members.ToDictionary(member => member.Method);
        IsMarked = Members.Any(member => member.Mark is not null) || Ancestry.Any(inherited => Mark.At(inherited) is not null);
        OnLoop = Ancestry.Select(static inherited => inherited.GetCustomAttribute<OnLoopAttribute>()?.Name).FirstOrDefault(
            static name => name is not null);
        Problems = InterfaceProblems.Of(this).Distinct().ToList();
    }

    public Type Type { get; }
    public string Name { get; }

    /// <summary>The interface and all that it inherits, derived ones before their bases.</summary>
    public IReadOnlyList<Type> Ancestry { get; }

    /// <summary>What an implementation may implement: every overridable instance method.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>The name of the loop that the interface's [OnLoop], or a base interface's, gives; null where none does.</summary>
    public string? OnLoop { get; }

    public bool IsMarked { get; }

    /// <summary>What is wrong with the interface, whoever implements it.</summary>
    public IReadOnlyList<CrochetProblem> Problems { get; }

    public static InterfaceDescription Of(Type type) => _known.GetOrAdd(type, static type => new(type));

    /// <summary>Null for a type that is no interface or carries no mark.</summary>
    public static InterfaceDescription? IfMarked(Type type) =>
        type.IsInterface && (MarkedAssemblies.MayMark(type) || type.GetInterfaces().Any(MarkedAssemblies.MayMark))
            && Of(type) is { IsMarked: true } marked
            ? marked
            : null;

    /// <summary>The member that is called, whatever its type arguments; null for one that is not this interface's.</summary>
    public Member? Find(MethodInfo method) =>
        _byMethod.GetValueOrDefault(method.IsGenericMethod ? method.GetGenericMethodDefinition() : method);

    /// <summary>The member whose method has the name; of several of that name, the one with the signature, "Find(int)".</summary>
    public Member? Find(Type declaring, string method) =>
        Members.FirstOrDefault(member => member.Method.DeclaringType == declaring && member.Method.Name == method)
        ?? Members.FirstOrDefault(member => member.Method.DeclaringType == declaring && CSharpName.Signature(member.Method) == method);

    /// <summary>These interfaces, and the marked ones whose objects their calls hand out or their callbacks get, and so on.</summary>
    public static IReadOnlyCollection<InterfaceDescription> WithThoseReachedFrom(IEnumerable<InterfaceDescription> contracts)
    {
        var found = new HashSet<InterfaceDescription>();
        var left = new Stack<InterfaceDescription>(contracts);
        while (left.TryPop(out var contract))
        {
            if (!found.Add(contract))
                continue;
            var types = contract.Members.SelectMany(static member => member.Parameters.Select(static parameter => parameter.ParameterType)
                .Append(member.Method.ReturnType));
            foreach (var type in types.SelectMany(PartsOf).Distinct())
            {
                if (IfMarked(type) is { } reached)
                    left.Push(reached);
            }
        }

        return found;
    }

    private static IEnumerable<Type> PartsOf(Type type) => type.HasElementType
        ? PartsOf(type.GetElementType()!)
        : type.GenericTypeArguments.SelectMany(PartsOf).Append(type).Where(static part => !part.ContainsGenericParameters);

    /// <summary>The timeout that the interface itself gives, for a member that can carry none; null where it gives none.</summary>
    public TimeSpan? DefaultTimeoutOf(Member member) => DefaultOf(member.Method.DeclaringType!)?.WaitFor?.Timeout;

    private IEnumerable<Member> MembersOf(Type declaring)
    {
        var owners = new Dictionary<MethodInfo, MemberInfo>();
        foreach (var property in declaring.GetProperties(Declared))
            foreach (var accessor in property.GetAccessors(nonPublic: true))
                owners[accessor] = property;
        foreach (var @event in declaring.GetEvents(Declared))
            foreach (var accessor in new[] { @event.AddMethod, @event.RemoveMethod })
                owners[accessor!] = @event;

        return
            from method in declaring.GetMethods(Declared)
            where method is { IsVirtual: true, IsFinal: false, IsPrivate: false }
            select Describe(method, owners.GetValueOrDefault(method));
    }

    private Member Describe(MethodInfo method, MemberInfo? owner)
    {
        var name = owner switch
        {
            null => method.Name,
            PropertyInfo property when property.GetIndexParameters().Length > 0 => "this[]",
            _ => owner.Name,
        };
        var kind = owner switch
        {
            null => $"method {CSharpName.Signature(method)}",
            EventInfo => $"event {name}",
            _ => $"{(method.ReturnType == typeof(void) ? "setter" : "getter")} of {name}",
        };
        var qualified = $"{CSharpName.Of(method.DeclaringType!)}.{name}";
        var mark = owner is EventInfo
            ? null
            : Mark.At(method, qualified) ?? (owner is null ? null : Mark.At(owner, qualified)) ?? DefaultOf(method.DeclaringType!);
        return new(method, name, kind, mark) { IsCallback = owner is EventInfo @event && @event.IsDefined(typeof(CallbackAttribute)) };
    }

    /// <summary>The word of the most derived interface that says something for members of this one.</summary>
    private Mark? DefaultOf(Type declaring) => Ancestry
        .Where(type => type == declaring || type.GetInterfaces().Contains(declaring))
        .Select(Mark.At)
        .FirstOrDefault(mark => mark is not null);
}
