using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed class PhrasesTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] InvalidCodes =
    [
        "content.empty",
        "content.too_many",
        "content.too_long",
        "content.unknown_variable",
        "audience.empty",
        "schedule.past",
        "schedule.too_far",
        "schedule.when",
        "reply.empty",
        "reply.too_long",
        "tag.too_long",
        "tag.too_many",
        "content.too_many_bytes",
        "media.too_big",
        "media.not_taken",
        "media.desktop",
        "media.sort",
        "media.type",
        "media.broken",
        "media.empty",
        "media.address",
        "media.fetch",
        "media.slow",
        "saved.none",
        "saved.name",
        "saved.name_long",
        "saved.nobody",
        "saved.too_wide",
        "customer.none",
        "export.no_address",
        "retry.none",
        "optouts.too_large",
    ];

    [Fact]
    public void One_is_one_and_more_are_more()
    {
        Assert.Equal("Last 1 day", Phrases.English.Say("Audit_Days", 1));
        Assert.Equal("Last 7 days", Phrases.English.Say("Audit_Days", 7));
        Assert.Equal("customer", Phrases.English.Say("Choose_Unit", "1"));
        Assert.Equal("customers", Phrases.English.Say("Choose_Unit", "1,000"));
        Assert.Equal("最近 1 天", Phrases.Chinese.Say("Audit_Days", 1));
        Assert.DoesNotContain("[[", Phrases.Chinese.Say("Choose_Unit", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_in_Chinese_stand_close()
    {
        Assert.Equal("已加入。最多五則。", Phrases.Chinese.Sentences("已加入。", "最多五則。"));
        Assert.Equal("Added. Up to five.", Phrases.English.Sentences("Added.", "Up to five."));
    }

    [Theory]
    [InlineData("王小明", "王小明")]
    [InlineData("Amy Chen", "Amy")]
    public void The_example_of_the_help_is_not_its_reader(string reader, string own)
    {
        var me = new StaffMember("p", reader, Role.Salesperson, "S");
        foreach (var phrases in (Phrases[])[Phrases.Chinese, Phrases.English])
        {
            var help = HelpCard.Draw(phrases, me, welcome: false)["body"]!.AsArray().Skip(1).Select(part => part!.ToJsonString(Plain));
            Assert.DoesNotContain(help, part => part.Contains(own, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Both_languages_have_every_sentence_and_it_can_be_filled_in()
    {
        var (chinese, english) = (Read(CultureInfo.GetCultureInfo("zh-Hant")), Read(CultureInfo.InvariantCulture));
        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(chinese.Keys, key =>
            Assert.All([Phrases.Chinese, Phrases.English], phrases => Assert.NotEmpty(phrases.Say(key, 1, 2, 3, 4, 5, 6)))
        );
    }

    [Fact]
    public void Every_value_that_is_shown_has_its_sentence()
    {
        string[] keys =
        [
            .. Keys<SkipReason>(),
            .. Keys<DeliveryState>(),
            .. Keys<CampaignState>(),
            .. Keys<ConversationState>(),
            .. Keys<MessageKind>(),
            .. Keys<HoldReason>(),
            .. Keys<ObjectionKind>(),
            .. Keys<MediaKind>(),
            .. Keys<SharingScope>(),
            .. Keys<Role>(),
            .. Enum.GetNames<CampaignState>().Select(name => $"Progress_{name}"),
            .. Enum.GetNames<DeliveryState>().Select(name => $"Reply_{name}"),
            .. Enum.GetNames<HoldReason>().Select(name => $"Hold_{name}"),
            .. Enum.GetNames<CampaignNoticeReason>().Select(name => $"CampaignNotice_{name}"),
            .. Enum.GetNames<NoticeReason>().Select(name => $"Notice_{name}"),
            .. Enum.GetNames<Transition>().SelectMany(name => new[] { $"Take_{name}", $"Close_{name}" }),
            .. Enum.GetNames<CommandName>().SelectMany(name => new[] { $"Command_{name}", $"Help_{name}" }),
            .. Enum.GetNames<OptOutFault>().Select(name => $"OptOuts_Fault_{name}"),
            .. Enum.GetNames<OmoBroadcast.Domain.Texts.TextFault>().Select(name => $"OptOuts_File_{name}"),
            .. InvalidCodes.Select(code => $"Invalid_{code}"),
        ];
        Assert.All(keys, key => Assert.True(Phrases.Chinese.Has(key) && Phrases.English.Has(key), key));
    }

    [Theory]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("zh-Hant-HK", "zh-Hant")]
    [InlineData("zh", "zh-Hant")]
    [InlineData("en-US", "en")]
    [InlineData("ja-JP", "en")]
    [InlineData("x", "en")]
    [InlineData("", "zh-Hant")]
    [InlineData(null, "zh-Hant")]
    public void The_language_is_the_person_s_own(string? locale, string culture) => Assert.Equal(culture, Phrases.For(locale).Culture.Name);

    [Fact]
    public void What_is_said_in_help_is_understood_as_a_command()
    {
        foreach (var phrases in new[] { Phrases.Chinese, Phrases.English })
        foreach (var name in Enum.GetValues<CommandName>())
            Assert.Equal(CommandReader.Plain(name), CommandReader.Read(phrases[$"Command_{name}"]));
    }

    [Theory]
    [InlineData(0.2, "1 second", "1 秒")]
    [InlineData(59, "59 seconds", "59 秒")]
    [InlineData(59.7, "1 minute", "1 分鐘")]
    [InlineData(65, "1 minute", "1 分鐘")]
    [InlineData(600, "10 minutes", "10 分鐘")]
    [InlineData(3599, "1 hour", "1 小時")]
    [InlineData(3600, "1 hour", "1 小時")]
    [InlineData(7200, "2 hours", "2 小時")]
    [InlineData(86400, "24 hours", "24 小時")]
    [InlineData(864000, "10 days", "10 天")]
    public void Lengths_of_time_are_said_in_their_largest_unit(double seconds, string english, string chinese)
    {
        Assert.Equal(english, Phrases.English.Say(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(chinese, Phrases.Chinese.Say(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(0.2, "1 second", "1 秒")]
    [InlineData(65, "about 1 minute", "約 1 分鐘")]
    [InlineData(55.6 * 60, "about 56 minutes", "約 56 分鐘")]
    [InlineData(3600, "1 hour", "1 小時")]
    [InlineData(5000, "about 1 hour", "約 1 小時")]
    [InlineData(200_000, "about 2 days", "約 2 天")]
    public void An_estimate_that_is_rounded_says_so(double seconds, string english, string chinese)
    {
        Assert.Equal(english, Phrases.English.About(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(chinese, Phrases.Chinese.About(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(59.9, "59 seconds", "59 秒")]
    [InlineData(119, "1 minute", "1 分鐘")]
    [InlineData(7100, "1 hour", "1 小時")]
    public void Of_what_is_left_never_more_is_said_than_there_is(double seconds, string english, string chinese)
    {
        Assert.Equal(english, Phrases.English.Left(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(chinese, Phrases.Chinese.Left(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("A", "A")]
    [InlineData("A|B", "A and B")]
    [InlineData("A|B|C", "A, B and C")]
    public void Things_are_listed_the_way_of_the_language(string things, string english)
    {
        var list = things.Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(english, Phrases.English.List(list));
        Assert.Equal(
            english.Replace(", ", "、", StringComparison.Ordinal).Replace(" and ", " 與 ", StringComparison.Ordinal),
            Phrases.Chinese.List(list)
        );
    }

    [Theory]
    [InlineData("Amy", "Amy 等")]
    [InlineData("（未提供名稱）", "（未提供名稱）等")]
    public void No_space_stands_beside_a_full_width_mark(string names, string said) =>
        Assert.Equal(said, Phrases.Chinese.Say("Choose_NamesAndMore", names));

    [Fact]
    public void A_limit_in_bytes_is_told_in_characters()
    {
        Assert.Contains("中文最多約 333 字", Phrases.Chinese.SayOfText("Invalid_content.too_many_bytes", 1000), StringComparison.Ordinal);
        Assert.Contains("about 333 Chinese", Phrases.English.SayOfText("Invalid_content.too_many_bytes", 1000), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Keys<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(name => $"{typeof(T).Name}_{name}");

    private static Dictionary<string, string> Read(CultureInfo culture)
    {
        var set = new ResourceManager("OmoBroadcast.Teams.Resources.Phrases", typeof(Phrases).Assembly).GetResourceSet(
            culture,
            createIfNotExists: true,
            tryParents: false
        )!;
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }
}
