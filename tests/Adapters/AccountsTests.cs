using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Adapters;

public sealed class AccountsTests
{
    [Fact]
    public void Every_fault_is_named_with_its_key_and_no_secret_is_quoted()
    {
        var wrong = Assert.Throws<OptionsValidationException>(() =>
            Read(
                ("0:Channel", "line"),
                ("0:Id", ""),
                ("0:AccessToken", ""),
                ("0:SecretsFile", "/no/such/file"),
                ("1:Channel", "icq"),
                ("1:Id", "a/b"),
                ("1:Secrets:0", "hidden"),
                ("1:Secrets:1", " "),
                ("1:AccessToken", "hid den"),
                ("1:BaseUrl", "ftp://x"),
                ("2:Channel", "line"),
                ("2:Id", "same"),
                ("2:Secrets:0", "hidden"),
                ("2:AccessToken", "hidden"),
                ("2:SinglePerSecond", "-1"),
                ("3:Channel", "line"),
                ("3:Id", "same"),
                ("3:Secrets:0", "hidden"),
                ("3:AccessToken", "hidden"),
                ("3:BatchPerSecond", "many")
            )
        );
        foreach (
            var key in new[]
            {
                "Omo:Accounts:0:Id is empty",
                "Omo:Accounts:0:Secrets is empty",
                "Omo:Accounts:0:AccessToken is empty",
                "Omo:Accounts:0:SecretsFile: ",
                "Omo:Accounts:1:Channel 'icq'",
                "Omo:Accounts:1:Id is longer",
                "Omo:Accounts:1:Secrets:1 is empty",
                "Omo:Accounts:1:AccessToken holds",
                "Omo:Accounts:1:BaseUrl",
                "Omo:Accounts:2:SinglePerSecond",
                "Omo:Accounts:3:Id 'same' is already the Id of Omo:Accounts:2",
                "Omo:Accounts:3:BatchPerSecond",
            }
        )
            Assert.Contains(key, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hid den", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metas_accounts_need_a_verify_token_and_numbers_their_business_account()
    {
        (string, string)[] Account(int n, string channel, params (string Key, string Value)[] more) =>
            [
                ($"{n}:Channel", channel),
                ($"{n}:Id", $"{n}"),
                ($"{n}:Secrets:0", "hidden"),
                ($"{n}:AccessToken", "hidden"),
                .. more.Select(pair => ($"{n}:{pair.Key}", pair.Value)),
            ];

        var wrong = Assert.Throws<OptionsValidationException>(() =>
            Read([
                .. Account(0, "messenger", ("ApiVersion", "25"), ("AppId", "x")),
                .. Account(1, "instagram", ("VerifyToken", " "), ("PageId", "../me")),
                .. Account(2, "whatsapp", ("VerifyTokenFile", "/no/such/file")),
                .. Account(3, "line"),
            ])
        );
        foreach (
            var key in new[]
            {
                "Omo:Accounts:0:VerifyToken is empty",
                "Omo:Accounts:0:ApiVersion",
                "Omo:Accounts:0:AppId",
                "Omo:Accounts:1:VerifyToken is empty",
                "Omo:Accounts:1:PageId",
                "Omo:Accounts:2:VerifyTokenFile: ",
                "Omo:Accounts:2:Waba is empty",
            }
        )
            Assert.Contains(key, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Omo:Accounts:3", wrong.Message, StringComparison.Ordinal);

        var good = Read([.. Account(0, "whatsapp", ("VerifyToken", "v"), ("Waba", "77"), ("ApiVersion", "v25.0"), ("AppId", "1"))]);
        Assert.Equal("77", Assert.Single(good.GetRequiredService<Roster>().Accounts).TemplateScope);
    }

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
