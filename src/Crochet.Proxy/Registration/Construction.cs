using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>Makes a thread-bound implementation by its constructor.</summary>
internal static class Construction
{
    public static Func<IServiceProvider, CancellationToken, ValueTask<object?>> Of(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
    {
        var takesKey = TakesKey(type);
        ObjectFactory? factory = null;
        return (provider, _) => new(takesKey && provider is OwnLoopProvider { Key: { } key }
            ? ActivatorUtilities.CreateInstance(provider, type, key)
            : (factory ??= ActivatorUtilities.CreateFactory(type, []))(provider, []));
    }

    /// <summary>Whether a constructor asks for the key that the service is resolved by.</summary>
    public static bool TakesKey(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) =>
        type.GetConstructors().SelectMany(static constructor => constructor.GetParameters()).Any(
            static parameter => parameter.IsDefined(typeof(ServiceKeyAttribute)));
}
