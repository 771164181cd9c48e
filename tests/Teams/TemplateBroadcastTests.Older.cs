using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class TemplateBroadcastTests
{
    [Fact]
    public async Task Of_two_cards_of_one_draft_the_older_says_so_keeps_what_is_typed_and_goes_on()
    {
        await TakeAsync(graph!.Id, Staff.Other, "Amy");
        var list = await PressAsync((await SayAsync(Staff.Other, "template")).Card!, "template.list", Staff.Other);
        var form = await PickAsync(list, "new_arrivals", "zh_TW", Staff.Other);
        var below = await AttachAsync(Staff.Other, Samples.Jpeg(), "spring.jpg");
        (string, string)[] typed =
        [
            ("body1", "Bo"),
            ("body2", "hat"),
            ("link0", "hat-1"),
            ("media", (string)Input(below, "media")!["value"]!),
        ];
        await PressAsync(form, "template.fill", Staff.Other, [("body1", "Amy"), ("body2", "coat"), ("link0", "coat-1"), typed[3]]);
        var old = await PressAsync(below, "template.fill", Staff.Other, typed);
        Assert.Contains("This card was out of date", Words(old), StringComparison.Ordinal);
        Assert.Equal("hat-1", (string?)Input(old, "link0")!["value"]);
        var preview = await PressAsync(old, "template.fill", Staff.Other, typed);
        Assert.Contains("https://shop.example/p/hat-1", Words(preview), StringComparison.Ordinal);
        Assert.Contains("Send now to 2", Words(preview), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task What_is_typed_for_one_template_is_not_put_into_the_fields_of_another(string locale)
    {
        Teams.Locale = locale;
        await TakeAsync(graph!.Id, Staff.Other, "Amy");
        var list = await PressAsync((await SayAsync(Staff.Other, "template")).Card!, "template.list", Staff.Other);
        var older = await PickAsync(list, "new_arrivals", "zh_TW", Staff.Other);
        var again = await PressAsync(older, "template.list", Staff.Other);
        var newer = await PickAsync(again, "autumn_sale", "en_US", Staff.Other);
        var note = await Teams.PressAsync(Staff.Other, older, "template.fill", "the-card", ("body1", "Bo"), ("body2", "hat"));
        Assert.Equal(Phrases.For(locale)["Template_Another"], (string?)note["value"]);
        // With nothing typed it is the newer one from then on, and that is as it was.
        Assert.NotNull(Input(await PressAsync(older, "template.fill", Staff.Other), "body2"));
        var preview = await PressAsync(newer, "template.fill", Staff.Other, ("body1", "Amy"), ("body2", "FALL20"));
        Assert.Contains("FALL20", Words(preview), StringComparison.Ordinal);
        Assert.Contains(CardReader.Buttons(preview), button => (string?)button["verb"] == "broadcast.send");
    }
}
