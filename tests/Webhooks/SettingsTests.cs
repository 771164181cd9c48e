using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Webhooks.People;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Tests.Webhooks;

public sealed class SettingsTests
{
    [Fact]
    public void Wrong_settings_are_named_by_their_keys()
    {
        var result = new OmoValidation().Validate(null, new OmoOptions { ProfilesPerSecond = 0, StopWords = { " " } });
        Assert.Equal(["Omo:ProfilesPerSecond must be 1 to 2000", "Omo:StopWords:0 is empty"], result.Failures);
        Assert.True(new OmoValidation().Validate(null, new OmoOptions()).Succeeded);
    }

    [Fact]
    public void Whatever_is_wrong_is_told_at_once_by_its_key_before_anything_starts()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:Role"] = "boss",
                ["Omo:PublicUrl"] = "http://shop.example",
                ["Omo:MaxInFlight"] = "0",
                ["Omo:DiskLowPercent"] = "51",
                ["Omo:Media:RetentionDays"] = "0",
            }
        );
        builder.AddStore().AddBroadcast();
        using var host = builder.Build();
        var told = Assert.Throws<AggregateException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Equal(
            [
                "Omo:DiskLowPercent must be 0 to 50",
                "Omo:Media:RetentionDays must be 1 to 3650",
                "Omo:Role 'boss' is none of web, worker, all",
                "Omo:PublicUrl is not an absolute https address",
                "Omo:MaxInFlight must be 1 to 10000",
            ],
            told.InnerExceptions.OfType<OptionsValidationException>().SelectMany(one => one.Failures)
        );
    }

    [Fact]
    public void Wrong_staff_are_named_by_key_or_line()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        string[] lines =
        [
            "store,Role,NAME,id",
            $"S1,manager,\"Li, Na\",{Id('a')}",
            "",
            $"S2,boss,,{Id('A')}",
            $",manager,x,{Id('b')}",
            $",administrator,y,{Id('c')}",
        ];
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
        var options = Read(("Omo:Staff:0:Role", "3"), ("Omo:StaffFile", file));
        string[] failures =
        [
            "Omo:Staff:0: Id is empty",
            "Omo:Staff:0: Name is empty",
            "Omo:Staff:0: Role '3' is none of salesperson, manager, administrator",
            $"Omo:StaffFile line 4: Id '{Id('A')}' is already in Omo:StaffFile line 2",
            "Omo:StaffFile line 4: Name is empty",
            "Omo:StaffFile line 4: Role 'boss' is none of salesperson, manager, administrator",
            "Omo:StaffFile line 5: Store is empty",
        ];
        Assert.Equal(failures, new StaffValidation().Validate(null, options).Failures);
        Assert.Equal("Li, Na", options.Entries[1].Name);
    }

    [Fact]
    public void A_staff_file_that_cannot_be_read_says_why()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        File.WriteAllText(file, "id,name\na,b\n");
        Assert.Equal(
            ["Omo:StaffFile: there is no column 'role'", "Omo:StaffFile: there is no column 'store'"],
            Read(("Omo:StaffFile", file)).Unreadable
        );
        File.WriteAllText(file, "");
        Assert.NotEmpty(Read(("Omo:StaffFile", file)).Unreadable);
        Assert.StartsWith("Omo:StaffFile: ", Assert.Single(Read(("Omo:StaffFile", "/no/such/file")).Unreadable), StringComparison.Ordinal);
        Assert.False(Read().Configured);
    }

    [Fact]
    public void Connection_strings_may_come_from_files()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Host=db;Password=hidden\n");
            using var configuration = new ConfigurationManager();
            configuration["Omo:DatabaseFile"] = file;
            SecretFiles.Read(configuration, "Omo:Redis", "Omo:Database");
            Assert.Equal("Host=db;Password=hidden", configuration["Omo:Database"]);
            configuration["Omo:RedisFile"] = "/no/such/file";
            Assert.Contains(
                "Omo:RedisFile",
                Assert.Throws<OptionsValidationException>(() => SecretFiles.Read(configuration, "Omo:Redis", "Omo:Database")).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_the_operator_can_mend_is_explained_and_nothing_else_is_hidden()
    {
        Assert.Equal(
            ["a", "b"],
            OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(new OptionsValidationException("", typeof(OmoOptions), ["a", "b"]))
        );
        Assert.Equal(
            ["Omo:X must be 1"],
            OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(new InvalidOperationException("Omo:X must be 1"))
        );
        Assert.Equal(
            ["a", "b"],
            OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(
                new AggregateException(
                    new OptionsValidationException("", typeof(OmoOptions), ["a"]),
                    new OptionsValidationException("", typeof(OmoOptions), ["b"])
                )
            )
        );
        Assert.Null(OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(new InvalidOperationException("a bug")));
        Assert.Null(
            OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(
                new AggregateException(new InvalidOperationException("Omo:X"), new InvalidOperationException("a bug"))
            )
        );
    }

    private static string Id(char last) => $"11111111-1111-4111-8111-11111111111{last}";

    private static StaffOptions Read(params (string Key, string Value)[] settings)
    {
        var options = new StaffOptions();
        new StaffBinding(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build()
        ).Configure(options);
        return options;
    }
}
