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
}
