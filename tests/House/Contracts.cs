using System.Reflection;
using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Settings;
using Automatic = OmoBroadcast.Desks.Notifications.StoreAutomatic;

namespace OmoBroadcast.Tests.House;

/// <summary>
/// What users, dashboards and running nodes rely on, written down in <c>Approved/</c>. A difference is a promise changed: then change the
/// file too, and say so in the changelog.
/// </summary>
public sealed partial class Contracts
{
    /// <summary>Options by class, and where they stand in the configuration; empty for those that are not bound as they are.</summary>
    private static readonly Dictionary<string, string> Sections = new()
    {
        ["StorageOptions"] = "Omo:",
        ["BroadcastOptions"] = "Omo:",
        ["SendWindowOptions"] = "Omo:SendWindow:",
        ["OmoOptions"] = "Omo:",
        ["MediaOptions"] = "Omo:Media:",
        ["TeamsOptions"] = "Omo:Teams:",
        ["AutomaticOptions"] = "",
        ["AccountOptions"] = "Omo:Accounts[]:",
        ["AccountsOptions"] = "",
        ["LeaseOptions"] = "",
        ["StaffOptions"] = "",
    };

    private static readonly Assembly[] Rooms =
    [
        .. new[] { "Storage", "Broadcast", "Desks", "Adapters", "Teams", "Webhooks" }.Select(room => Assembly.Load($"OmoBroadcast.{room}")),
    ];

    [Fact]
    public void Routes() =>
        Holds("routes", from match in Matches(Route()) select $"{Verb(match.Groups["verb"].Value)} {match.Groups["path"].Value}");

    [Fact]
    public void Metrics() => Holds("metrics", Matches(Instrument()).Select(match => match.Groups["name"].Value));

    [Fact]
    public void Configuration()
    {
        var options = Rooms
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && !type.IsNested && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .ToList();
        Assert.Empty(options.Select(type => type.Name).Except(Sections.Keys));
        var staff = Assembly
            .Load("OmoBroadcast.Webhooks")
            .GetType("OmoBroadcast.Webhooks.People.StaffEntry")!
            .GetProperties()
            .Where(property => property.Name != "Place");
        var s3 = typeof(OmoBroadcast.Storage.Media.S3Settings)
            .GetProperties()
            .Where(property => property.SetMethod is not null)
            .Select(property => "Omo:Media:S3:" + property.Name)
            .Concat(typeof(Automatic).GetProperties().Select(property => "Omo:Automatic:Stores[]:" + property.Name));
        Holds(
            "configuration",
            Options(options)
                .Where(key => key != "Omo:Media:S3")
                .Concat(s3)
                .Concat(staff.Select(property => "Omo:Staff[]:" + property.Name))
                .Concat(KnownChannels.All.SelectMany(traits => traits.Settings).SelectMany(Keys).Select(key => "Omo:Accounts[]:" + key))
                .Concat(["Omo:RedisFile", "Omo:DatabaseFile"])
        );
    }

    private static IEnumerable<string> Options(IEnumerable<Type> options) =>
        from type in options
        let section = Sections[type.Name]
        where section.Length > 0
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.Name != "Path" && (property.SetMethod is { IsPublic: true } || property.PropertyType == typeof(IList<string>))
        select section + property.Name + (property.PropertyType == typeof(IList<string>) ? "[]" : "");

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/configuration.zh-Hant.md")]
    public void Every_setting_is_explained(string paper)
    {
        var words = Repository.Read(paper);
        Assert.DoesNotContain(Approved("configuration"), key =>
            !words.Contains($"`{key}`", StringComparison.Ordinal) && !words.Contains($"`{key.Split(':')[^1]}`", StringComparison.Ordinal)
        );
    }

    /// <summary>Whose default is told in words: the addresses of a cloud.</summary>
    private static readonly string[] InWords = ["MetadataAddress", "Issuer", "Authority", "Scope"];

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/configuration.zh-Hant.md")]
    public void Every_default_is_told(string paper)
    {
        var rows = Repository.Read(paper).Split('\n').Where(line => line.StartsWith("| `Omo:", StringComparison.Ordinal)).ToList();
        Assert.Empty(
            from type in Rooms.SelectMany(room => room.GetTypes())
            where Sections.TryGetValue(type.Name, out var section) && section.Length > 0
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.SetMethod is { IsPublic: true } && property.Name != "Path" && !InWords.Contains(property.Name)
            let byDefault = Default(property.GetValue(Activator.CreateInstance(type)))
            where byDefault is not null
            let key = $"`{Sections[type.Name]}{property.Name}`"
            let row = rows.FirstOrDefault(line =>
                line.Contains(key, StringComparison.Ordinal) || line.Contains($"`{property.Name}`", StringComparison.Ordinal)
            )
            where row?.Split('|')[^2].Trim() is not { } told || told.Trim('`') != byDefault
            select $"{key} is {byDefault}"
        );
    }

    [Fact]
    public void Metrics_are_named_by_one_scheme()
    {
        var names = Approved("metrics").ToList();
        Assert.All(names, name => Assert.Matches(@"^omo(\.[a-z]+(_[a-z]+)*){2,3}$", name));
        // The name of a metric is no other's namespace.
        Assert.DoesNotContain(names, name => names.Exists(other => other.StartsWith(name + ".", StringComparison.Ordinal)));
    }

    private static string? Default(object? value) =>
        value switch
        {
            bool or Enum => value is bool flag ? (flag ? "true" : "false") : value.ToString(),
            string { Length: > 0 } text => text,
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };

    // A node of the old version reads what one of the new wrote, and the other way round.
    [Fact]
    public void Keys_in_Redis()
    {
        var keys = Assembly.Load("OmoBroadcast.Storage").GetType("OmoBroadcast.Storage.Redis.Keys")!;
        Holds(
            "redis-keys",
            from method in keys.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where method.ReturnType.Name == "RedisKey"
            select $"{method.Name} {method.Invoke(null, [.. method.GetParameters().Select(Sample)])}"
        );
    }

    private static string[] Keys(ChannelSetting setting) => setting.MayBeInFile ? [setting.Key, setting.Key + "File"] : [setting.Key];

    private static string Verb(string mapped) =>
        mapped.StartsWith("Prometheus", StringComparison.Ordinal) ? "GET" : mapped.ToUpperInvariant();

    private static object Sample(ParameterInfo parameter) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(AccountKey) => new AccountKey(ChannelId.Line, "U0123"),
            var type when type == typeof(int) => 7,
            var type when type == typeof(DateOnly) => new DateOnly(2026, 1, 31),
            _ => parameter.Name == "staff" ? "AB-cd" : "user",
        };

    private static void Holds(string contract, IEnumerable<string> found) =>
        Assert.Equal(string.Join('\n', Approved(contract)), string.Join('\n', found.Distinct().Order(StringComparer.Ordinal)));

    private static IEnumerable<string> Approved(string contract) =>
        Repository.Read($"tests/House/Approved/{contract}.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Match> Matches(Regex pattern) =>
        from file in Repository.Sources
        where file.StartsWith("src/", StringComparison.Ordinal) && !file.StartsWith("src/Sandbox/", StringComparison.Ordinal)
        from Match match in pattern.Matches(Repository.Read(file))
        select match;

    [GeneratedRegex(@"\.Map(?<verb>Get|Post|Put|Delete|Patch|PrometheusScrapingEndpoint|Hub|Group)\(\s*""(?<path>/[^""]*)""")]
    private static partial Regex Route();

    [GeneratedRegex(@"\.Create(Observable)?(Counter|Gauge|Histogram|UpDownCounter)(<[^>]+>)?\(\s*""(?<name>[^""]+)""")]
    private static partial Regex Instrument();
}
