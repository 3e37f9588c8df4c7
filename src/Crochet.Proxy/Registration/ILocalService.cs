using Crochet.Interception;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>A registered service of this process, as calls from other processes reach it.</summary>
internal interface ILocalService
{
    ServiceLifetime Lifetime { get; }

    /// <summary>What starts calls on an object of the service.</summary>
    IMemberCalls CallsOn(IServiceProvider provider, object target);
}
