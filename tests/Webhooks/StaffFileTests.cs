using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Webhooks.People;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>The list of staff as people's programs save it: two stores stay two, whatever the encoding, and what is wrong is told with its
/// line.</summary>
public sealed class StaffFileTests
{
    private const string Mei = "11111111-1111-4111-8111-111111111111",
        De = "22222222-2222-4222-8222-222222222222";

    [Theory]
    [InlineData(950)]
    [InlineData(65001)]
    [InlineData(1200)]
    [InlineData(1201)]
    public async Task As_Excel_saves_it_each_store_keeps_its_own_people(int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        await File.WriteAllBytesAsync(
            file,
            [
                .. encoding.GetPreamble(),
                .. encoding.GetBytes(
                    $"id,name,role,store\r\n{Mei},小美,manager,台北信義店\r\n,,,\r\n{De},阿德,manager,高雄左營店\r\n , , ,\r\n"
                ),
            ]
        );
        await using var webhooks = await WebhookFace.OpenAsync(more: [("Omo:StaffFile", file)]);
        var directory = webhooks.Get<StaffDirectory>();
        await Until.TrueAsync(async () => await directory.FindAsync(De, default) is not null);
        Assert.Equal(
            ["台北信義店", "高雄左營店"],
            (await directory.StoresAsync(default)).Select(store => store.Id).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            new StaffMember(Mei, "小美", Role.Manager, "台北信義店"),
            Assert.Single(await directory.OfStoreAsync("台北信義店", default))
        );
    }

    [Fact]
    public async Task What_cannot_be_read_for_certain_does_not_start()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        await File.WriteAllBytesAsync(
            file,
            [
                .. Encoding.UTF8.GetBytes("id,name,role,store\n"),
                .. CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!.GetBytes($"{Mei},たかし,manager,新宿店\n"),
            ]
        );
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => WebhookFace.OpenAsync(more: [("Omo:StaffFile", file)]));
        Assert.Equal(
            "Omo:StaffFile line 2: is neither UTF-8 nor UTF-16 nor Big5; save the file as CSV UTF-8",
            Assert.Single(wrong.Failures)
        );
        await File.WriteAllTextAsync(file, $"id,name,role,store\n{Mei},小美,manager,\uFFFD\uFFFD店\n");
        wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => WebhookFace.OpenAsync(more: [("Omo:StaffFile", file)]));
        Assert.StartsWith("Omo:StaffFile line 2: holds U+FFFD", Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_no_Entra_object_has_are_refused_with_their_line()
    {
        string[] never =
        [
            "mei@shop.example",
            $"{{{Mei}}}",
            $"{Mei}\u200B",
            "11111111111141118111111111111111",
            "aad-1",
            "王小明",
            $"{Mei}{Mei}",
            "11111111-1111-4111-8111-11111111111g",
        ];
        var faults = Faults("id,name,role,store\n" + string.Concat(never.Select(id => $"{id},小美,manager,S1\n")));
        Assert.Equal(never.Length, faults.Count);
        for (var i = 0; i < never.Length; i++)
            Assert.StartsWith($"Omo:StaffFile line {i + 2}: Id '", faults[i], StringComparison.Ordinal);
        Assert.Contains("\\u200B", faults[2], StringComparison.Ordinal);
        Assert.Empty(
            Faults($"id,name,role,store\n{Mei.ToUpperInvariant()},小美,manager,S1\n00000000-0000-0000-0000-0000000000020,Alex,manager,S1\n")
        );
    }

    [Fact]
    public void Stores_that_look_alike_and_text_that_nobody_sees_are_refused()
    {
        string Two(string one, string other) =>
            Assert.Single(Faults($"id,name,role,store\n{Mei},小美,manager,{one}\n{De},阿德,manager,{other}\n"));
        Assert.Equal("Omo:StaffFile line 3: Store 'Ｓ1' is written 'S1' in Omo:StaffFile line 2", Two("S1", "Ｓ1"));
        Assert.Equal("Omo:StaffFile line 3: Store '信義 店' is written '信義店' in Omo:StaffFile line 2", Two("信義店", "信義 店"));
        Assert.Equal("Omo:StaffFile line 3: Store 'S1\\u200B' holds characters that nobody sees", Two("S1", "S1\u200B"));
        Assert.Empty(Faults($"id,name,role,store\n{Mei},小美,manager,信義店\n{De},小美,manager,信義二店\n"));
    }

    [Fact]
    public async Task A_store_is_called_by_its_name_which_one_of_its_people_says_for_all()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        await File.WriteAllTextAsync(
            file,
            $"id,name,role,store,store_name\n{Mei},小美,manager,S01,信義旗艦店\n{De},阿德,salesperson,S01,\n"
        );
        await using var webhooks = await WebhookFace.OpenAsync(more: [("Omo:StaffFile", file)]);
        var directory = webhooks.Get<StaffDirectory>();
        await Until.TrueAsync(async () => await directory.FindAsync(De, default) is not null);
        Assert.Equal(
            ("S01", "信義旗艦店"),
            ((await directory.FindAsync(De, default))!.Store, (await directory.FindAsync(De, default))!.StoreName)
        );
        Assert.Equal("信義旗艦店", await directory.StoreNameAsync("S01", default));
        Assert.Equal("S09", await directory.StoreNameAsync("S09", default));
    }

    [Theory]
    [InlineData("S01,信義店", "S01,信義二店", "line 3: StoreName of 'S01' is '信義二店', and '信義店' in Omo:StaffFile line 2")]
    [InlineData("S01,信義店", "S02,\u3164", "line 3: StoreName '\u3164' holds characters that no name has")]
    public void A_store_has_one_name_that_can_be_read(string one, string other, string fault) =>
        Assert.Equal(
            $"Omo:StaffFile {fault}",
            Assert.Single(Faults($"id,name,role,store,store_name\n{Mei},小美,manager,{one}\n{De},阿德,manager,{other}\n"))
        );

    [Fact]
    public void A_name_of_a_store_has_its_limit_and_needs_a_store()
    {
        const string Header = "id,name,role,store,store_name\n";
        Assert.EndsWith(
            "is longer than 60 characters",
            Assert.Single(Faults($"{Header}{Mei},小美,manager,S1,{new string('店', 61)}\n")),
            StringComparison.Ordinal
        );
        Assert.Empty(Faults($"{Header}{Mei},小美,manager,S1,{new string('店', 60)}\n"));
        Assert.EndsWith(
            "StoreName '信義店' names no Store",
            Assert.Single(Faults($"{Header}{Mei},小美,administrator,,信義店\n")),
            StringComparison.Ordinal
        );
    }

    private static IReadOnlyList<string> Faults(string csv)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        File.WriteAllText(file, csv);
        var options = new StaffOptions();
        new StaffBinding(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Omo:StaffFile"] = file }).Build()
        ).Configure(options);
        return [.. new StaffValidation().Validate(null, options).Failures ?? []];
    }
}
