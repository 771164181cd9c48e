using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Adapters;

public sealed class AccountsTests
{
    /// <summary>Settings of accounts, and each fault in them as it begins to be told.</summary>
    private static readonly ((string Key, string Value)[] Settings, string[] Faults)[] Wrong =
    [
        (
            [("0:Channel", "line"), ("0:Id", ""), ("0:AccessToken", ""), ("0:SecretsFile", "/no/such/file")],
            ["0:Id is empty", "0:Secrets is empty", "0:AccessToken is empty", "0:SecretsFile: "]
        ),
        (
            [
                ("1:Channel", "icq"),
                ("1:Id", "a/b"),
                ("1:Secrets:0", "hidden"),
                ("1:Secrets:1", " "),
                ("1:AccessToken", "hid den"),
                ("1:BaseUrl", "ftp://x"),
            ],
            ["1:Channel 'icq'", "1:Id is longer", "1:Secrets:1 is empty", "1:AccessToken holds", "1:BaseUrl"]
        ),
        (
            [("2:Channel", "line"), ("2:Id", "same"), ("2:Secrets:0", "hidden"), ("2:AccessToken", "hidden"), ("2:SinglePerSecond", "-1")],
            ["2:SinglePerSecond"]
        ),
        (
            [("3:Channel", "line"), ("3:Id", "same"), ("3:Secrets:0", "hidden"), ("3:AccessToken", "hidden"), ("3:BatchPerSecond", "many")],
            ["3:Id 'same' is already the Id of Omo:Accounts:2", "3:BatchPerSecond"]
        ),
    ];

    [Fact]
    public void Every_fault_is_named_with_its_key_and_no_secret_is_quoted()
    {
        var told = Assert.Throws<OptionsValidationException>(() => Read([.. Wrong.SelectMany(account => account.Settings)])).Message;
        foreach (var fault in Wrong.SelectMany(account => account.Faults))
            Assert.Contains($"Omo:Accounts:{fault}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hid den", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Metas_accounts_need_a_verify_token_and_numbers_their_business_account()
    {
        var told = Assert
            .Throws<OptionsValidationException>(() =>
                Read([
                    .. Account(0, "messenger", ("ApiVersion", "25"), ("AppId", "x")),
                    .. Account(1, "instagram", ("VerifyToken", " "), ("PageId", "../me")),
                    .. Account(2, "whatsapp", ("VerifyTokenFile", "/no/such/file")),
                    .. Account(3, "line"),
                ])
            )
            .Message;
        string[] faults =
        [
            "0:VerifyToken is empty",
            "0:ApiVersion",
            "0:AppId",
            "1:VerifyToken is empty",
            "1:PageId",
            "2:VerifyTokenFile: ",
            "2:Waba is empty",
        ];
        Assert.All(faults, fault => Assert.Contains($"Omo:Accounts:{fault}", told, StringComparison.Ordinal));
        Assert.DoesNotContain("Omo:Accounts:3", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_s_business_account_is_the_scope_of_its_templates()
    {
        var good = Read([.. Account(0, "whatsapp", ("VerifyToken", "v"), ("Waba", "77"), ("ApiVersion", "v25.0"), ("AppId", "1"))]);
        Assert.Equal("77", Assert.Single(good.GetRequiredService<Roster>().Accounts).TemplateScope);
    }

    private static (string, string)[] Account(int n, string channel, params (string Key, string Value)[] more) =>
        [
            ($"{n}:Channel", channel),
            ($"{n}:Id", $"{n}"),
            ($"{n}:Secrets:0", "hidden"),
            ($"{n}:AccessToken", "hidden"),
            .. more.Select(pair => ($"{n}:{pair.Key}", pair.Value)),
        ];

    [Fact]
    public void Every_channel_of_the_roster_speaks() =>
        Assert.Equal(
            ["instagram", "line", "messenger", "whatsapp"],
            Read().GetServices<IChannel>().Select(channel => channel.Id.Value).Order()
        );

    [Fact]
    public void Secrets_may_come_from_files()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var secrets = Path.Combine(folder.FullName, "secrets");
            var token = Path.Combine(folder.FullName, "token");
            File.WriteAllText(secrets, "one\n\n two \r\n");
            File.WriteAllText(token, "from-file\n");
            var services = Read(
                ("0:Channel", "LINE"),
                ("0:Id", "U1"),
                ("0:Name", "店"),
                ("0:SecretsFile", secrets),
                ("0:AccessTokenFile", token),
                ("0:SinglePerSecond", "0")
            );
            var account = Assert.Single(services.GetRequiredService<IOptions<AccountsOptions>>().Value.Accounts);
            Assert.Equal(["one", "two"], account.Secrets);
            Assert.Equal("from-file", account.AccessToken);
            Assert.Equal([new Account(new(ChannelId.Line, "U1"), "店", 0)], services.GetRequiredService<Roster>().Accounts);
            Assert.Contains(services.GetServices<IProfiles>(), profiles => profiles.Id == ChannelId.Line);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static IServiceProvider Read(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => $"Omo:Accounts:{pair.Key}", pair => (string?)pair.Value));
        builder.AddAdapters();
        var services = builder.Build().Services;
        _ = services.GetRequiredService<Roster>();
        return services;
    }
}
