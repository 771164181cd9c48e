using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>What a stranger finds beside the code: complete, and free of secrets and of anybody's machine.</summary>
public sealed partial class Papers
{
    private static readonly string[] Binary = [".png", ".ico", ".zip"];

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-Hant.md")]
    [InlineData("LICENSE")]
    [InlineData("CHANGELOG.md")]
    [InlineData("Dockerfile")]
    [InlineData("docker-compose.yml")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/guide.md")]
    [InlineData("docs/guide.zh-Hant.md")]
    [InlineData("docs/operations.md")]
    [InlineData("docs/teams.md")]
    [InlineData("docs/usability.md")]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData("teams/package")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/configuration.zh-Hant.md")]
    [InlineData(".devcontainer/devcontainer.json")]
    [InlineData(".github/workflows/test.yml")]
    public void It_is_there(string file) => Assert.Contains(file, Repository.Files);

    [Fact]
    public void Scripts_can_be_run()
    {
        foreach (var script in (string[])["run", "test", ".ci/run", "teams/package", "docs/pictures/draw"])
            Assert.True(
                OperatingSystem.IsWindows()
                    || File.GetUnixFileMode(Path.Combine(Repository.Root, script)).HasFlag(UnixFileMode.UserExecute),
                script
            );
    }

    [Fact]
    public void The_changelog_has_a_place_for_what_comes_next() =>
        Assert.Contains("## [Unreleased]", Repository.Read("CHANGELOG.md"), StringComparison.Ordinal);

    [Fact]
    public void No_secret_and_nobodys_machine_is_in_the_repository() =>
        Assert.Empty(
            from file in Repository.Files
            where !Binary.Contains(Path.GetExtension(file)) && !file.EndsWith("/Papers.cs", StringComparison.Ordinal)
            from line in Repository.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
            where Secret().IsMatch(line.Text) || Machine().IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}"
        );

    [Fact]
    public void Links_between_papers_lead_somewhere() =>
        Assert.Empty(
            from file in Repository.Files
            where file.EndsWith(".md", StringComparison.Ordinal)
            from Match link in Link().Matches(Repository.Read(file))
            let target = link.Groups[1].Value.Split('#')[0]
            where
                target.Length > 0
                && !target.Contains("://", StringComparison.Ordinal)
                && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, target))
            select $"{file}: {target}"
        );

    [Fact]
    public void Service_and_sandbox_in_containers_know_the_same_accounts_on_all_four_channels()
    {
        var settings = Repository
            .Read("docs/compose/sandbox.env")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string[] Accounts(string prefix, string secret) =>
            [
                .. settings
                    .Where(s =>
                        s.Key.StartsWith(prefix, StringComparison.Ordinal) && !s.Key.EndsWith("__BaseUrl", StringComparison.Ordinal)
                    )
                    .Select(s => $"{s.Key[prefix.Length..].Replace(secret, "Secret", StringComparison.Ordinal)}={s.Value}")
                    .Order(StringComparer.Ordinal),
            ];
        var service = Accounts("Omo__Accounts__", "Secrets__0");
        Assert.Equal(Accounts("Sandbox__Accounts__", "Secret"), service);
        Assert.Equal(
            ["line", "messenger", "instagram", "whatsapp"],
            Enumerable.Range(0, 4).Select(i => settings[$"Omo__Accounts__{i}__Channel"])
        );
    }

    [Fact]
    public void Decisions_are_listed() =>
        Assert.Empty(
            from file in Repository.Files
            where file.StartsWith("docs/decisions/0", StringComparison.Ordinal)
            where !Repository.Read("docs/decisions/README.md").Contains($"({Path.GetFileName(file)})", StringComparison.Ordinal)
            select file
        );

    // Keys of the shapes that clouds and platforms issue, and private keys.
    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{20,}|AccountKey=[A-Za-z0-9+/=]{40,}|[A-Za-z0-9]{3}8Q~[A-Za-z0-9._~-]{34}"
    )]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<![\w.])/(home|root|Users|work)/\w|[A-Z]:\\Users\\|/tmp/bash_")]
    private static partial Regex Machine();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
