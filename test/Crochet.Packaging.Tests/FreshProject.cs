namespace Crochet.Packaging.Tests;

/// <summary>A console program outside the repository, which knows Crochet by its packages alone.</summary>
internal sealed class FreshProject
{
    private readonly string _folder;

    private FreshProject(string folder) => _folder = folder;

    public static async Task<FreshProject> CreateAsync(string program, string properties = "", string library = "Crochet.Proxy")
    {
        var folder = Directory.CreateDirectory(Path.Combine(PackedLibraries.Workspace, Path.GetRandomFileName())).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
        await File.WriteAllTextAsync(Path.Combine(folder, "Fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                {properties}
                <RestorePackagesPath>{Path.Combine(PackedLibraries.Workspace, "unpacked")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{library}" Version="{Build.Version}" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="{Build.ExtensionsVersion}" />
              </ItemGroup>
            </Project>
            """);
        // The packed packages come besides the machine's own sources. They are unpacked to a folder of this run, since another run's have
        // the same version; all others are taken from where the machine already has them.
        await File.WriteAllTextAsync(Path.Combine(folder, "NuGet.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{PackedLibraries.Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{await MachinePackagesAsync()}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return new(folder);
    }

    public Task<(int ExitCode, string Output)> BuildAsync() => DotnetCommand.RunAsync(_folder, "build");

    /// <summary>With all that it needs, for the machine that it is published on.</summary>
    public Task<(int ExitCode, string Output)> PublishAsync() =>
        DotnetCommand.RunAsync(_folder, "publish", "--use-current-runtime", "--self-contained");

    public Task<(int ExitCode, string Output)> RunAsync() => DotnetCommand.RunAsync(_folder, "run");

    private static async Task<string> MachinePackagesAsync()
    {
        var (_, output) = await DotnetCommand.RunAsync(Build.Root, "nuget", "locals", "global-packages", "--list");
        return output[(output.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
