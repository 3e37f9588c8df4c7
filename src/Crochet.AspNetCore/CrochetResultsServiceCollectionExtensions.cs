using Crochet;
using Crochet.Answers;
using Crochet.Keeping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what Crochet needs to answer over HTTP.</summary>
public static class CrochetResultsServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <see cref="CrochetResults"/> and <see cref="CrochetEndpointRouteBuilderExtensions.MapCrochetResults"/> need. Called again,
    /// it adds nothing, and changes the options further.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; every call's changes count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddCrochetResults(this IServiceCollection services, Action<CrochetResultsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
            services.Configure(configure);
        if (services.Any(descriptor => descriptor.ServiceType == typeof(KeptResults)))
            return services;

        services.AddRouting();
        services.AddOptions<CrochetResultsOptions>().Validate(
            options => options.MaxPerOwner >= 1,
            $"{nameof(CrochetResultsOptions)}.{nameof(CrochetResultsOptions.MaxPerOwner)} is less than 1: no owner could have a "
                + "result.").ValidateOnStart();
        services.AddSingleton<KeptResults>();
        services.AddSingleton<ResultOwners>();
        services.AddSingleton<ResultAddresses>();
        services.AddSingleton<StatusWriter>();
        services.AddSingleton<PhaseWatch>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointAddressScheme<ResultAddress>, ResultAddresses>(
            provider => provider.GetRequiredService<ResultAddresses>()));
        return services;
    }

    /// <summary>
    /// Answers for endpoints that call loops themselves and fail: 503 with Retry-After where the call has never run or the loop has
    /// stopped, 504 at another timeout, both as problem details. <c>app.UseExceptionHandler()</c> makes use of it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddCrochetExceptionHandler(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddProblemDetails();
        if (!services.Any(descriptor => descriptor.ImplementationType == typeof(LoopFailureHandler)))
            services.AddExceptionHandler<LoopFailureHandler>();
        return services;
    }
}
