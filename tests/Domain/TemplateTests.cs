using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Domain;

public sealed class TemplateTests
{
    private static readonly NameFallbacks Fallbacks = new("顧客", "客服人員", "本店");
    private static readonly OutboundMessage.Media Picture = new(MediaKind.Image, "m1", "a.jpg", "image/jpeg", 1000);

    [Theory]
    [InlineData("{{2}} then {{1}} then {{2}}", "1,2")]
    [InlineData("{{10}} {{9}}", "9,10")]
    [InlineData("{{first_name}}, {{ product }} {{first_name}}", "first_name,product")]
    [InlineData("no {variable} {{}} here", "")]
    public void Variables_are_read_once_each_in_the_order_in_which_they_are_sent(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', MessageTemplate.Variables(text)));

    [Fact]
    public void A_template_asks_for_everything_that_it_needs()
    {
        Assert.Equal(["media", "body1", "body2", "link0"], MessageTemplate.Fields(Named).Select(field => field.Id));
        Assert.Equal(["header1", "body1", "body2"], MessageTemplate.Fields(Positional).Select(field => field.Id));
    }

    [Fact]
    public void Positional_values_go_in_their_order_and_named_ones_by_name()
    {
        var one = Ok(Positional, null, ("header1", "金卡"), ("body1", " a "), ("body2", "b"));
        Assert.Equal(
            [
                new(TemplatePlace.Header, null, "金卡"),
                new(TemplatePlace.Body, null, "a"),
                new TemplateParameter(TemplatePlace.Body, null, "b"),
            ],
            one.Parameters
        );
        Assert.Equal(("b, a and b", "金卡 會員日", "bye"), (one.Body, one.Frame!.Header, one.Frame.Footer));
        var two = Ok(Named, Picture, ("body1", "Ann"), ("body2", "coat"), ("link0", "p1"));
        Assert.Equal(
            [
                new(TemplatePlace.Header, null, null, Picture),
                new(TemplatePlace.Body, "first_name", "Ann"),
                new(TemplatePlace.Body, "product", "coat"),
                new TemplateParameter(TemplatePlace.UrlButton, "0", "p1"),
            ],
            two.Parameters
        );
        Assert.Equal(["Look https://shop.example/p/p1", "Ask"], two.Frame!.Buttons);
        Assert.Equal("Ann", TemplateFilling.Values(Named, two)["body1"]);
    }

    public static TheoryData<string, string, TemplateRule> Rules =>
        new()
        {
            { "body1", "", TemplateRule.Missing },
            { "body2", "  ", TemplateRule.Missing },
            { "header1", "a\nb", TemplateRule.NewLine },
            { "body1", "a\r\nb", TemplateRule.NewLine },
            { "body1", "a\tb", TemplateRule.Tab },
            { "body2", "a     b", TemplateRule.Spaces },
            { "body1", "{{nickname}}", TemplateRule.UnknownVariable },
            { "header1", new('x', 57), TemplateRule.HeaderTooLong },
            { "body1", new('x', 1017), TemplateRule.BodyTooLong },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_value_that_breaks_a_rule_is_named_with_the_very_rule(string field, string value, TemplateRule rule)
    {
        var values = new Dictionary<string, string>
        {
            ["header1"] = "h",
            ["body1"] = "a",
            ["body2"] = "b",
            [field] = value,
        };
        var wrong = Assert.IsType<Filled.Wrong>(TemplateFilling.Fill(Positional, values, null));
        Assert.Equal((field, rule), (wrong.Field, wrong.Rule));
    }

    [Fact]
    public void What_just_keeps_to_the_limits_is_taken()
    {
        Ok(Positional, null, ("header1", new('x', 56)), ("body1", new('x', 1015)), ("body2", "b"));
        Ok(Positional, null, ("header1", "h"), ("body1", "a    b"), ("body2", "b"));
    }

    [Fact]
    public void A_header_of_media_wants_media_of_its_kind()
    {
        var values = new Dictionary<string, string>
        {
            ["body1"] = "a",
            ["body2"] = "b",
            ["link0"] = "x",
        };
        Assert.Equal(new Filled.Wrong("media", TemplateRule.MediaMissing, null), TemplateFilling.Fill(Named, values, null));
        Assert.Equal(
            new Filled.Wrong("media", TemplateRule.WantsImage, null),
            TemplateFilling.Fill(Named, values, Picture with { Kind = MediaKind.Video })
        );
        values["link0"] = new('x', 2000);
        Assert.Equal(new Filled.Wrong("link0", TemplateRule.UrlTooLong, 2000), TemplateFilling.Fill(Named, values, Picture));
    }

    [Fact]
    public void What_is_good_is_good_for_every_customer_s_name()
    {
        // 40 for the longest name, 4 of the template's own.
        Assert.Equal(
            TemplateRule.HeaderTooLong,
            Assert
                .IsType<Filled.Wrong>(
                    Fill(Positional, null, ("header1", "{{customer_name}}" + new string('x', 17)), ("body1", "a"), ("body2", "b"))
                )
                .Rule
        );
        var content = new Content([
            Ok(
                Positional,
                null,
                ("header1", "{{customer_name}}" + new string('x', 16)),
                ("body1", "a"),
                ("body2", "{{customer_name|friend}}")
            ),
        ]);
        Assert.True(content.DiffersByPerson);
        var sent = Assert.IsType<OutboundMessage.Template>(content.Render("Ann\n of      " + new string('y', 99), Fallbacks).Messages[0]);
        Assert.StartsWith("Ann of yyy", sent.Parameters[2].Value, StringComparison.Ordinal);
        Assert.Equal(60, sent.Frame!.Header!.Length);
        Assert.All(sent.Parameters, parameter => Assert.True(parameter.Value!.Length <= 60));
        Assert.Equal("friend, a and friend", Assert.IsType<OutboundMessage.Template>(content.Render(null, Fallbacks).Messages[0]).Body);
    }

    [Fact]
    public void A_long_name_is_cut_beside_a_pair_of_surrogates_and_never_in_it()
    {
        var content = new Content([Ok(Positional, null, ("header1", "h"), ("body1", "{{customer_name}}"), ("body2", "b"))]);
        string Sent(string name) => ((OutboundMessage.Template)content.Render(name, Fallbacks).Messages[0]).Parameters[1].Value!;
        Assert.Equal(new string('x', 39), Sent(new string('x', 39) + "\U0001F600"));
        Assert.Equal(new string('x', 38) + "\U0001F600", Sent(new string('x', 38) + "\U0001F600y"));
        Assert.Equal(new string('x', 40), Sent(new string('x', 41)));
    }

    [Theory]
    [InlineData(MediaKind.Image, TemplateRule.WantsImage)]
    [InlineData(MediaKind.Video, TemplateRule.WantsVideo)]
    [InlineData(MediaKind.File, TemplateRule.WantsFile)]
    public void What_kind_of_media_is_wanted_is_said(MediaKind kind, TemplateRule rule) =>
        Assert.Equal(
            new Filled.Wrong("media", rule, null),
            TemplateFilling.Fill(
                Named with
                {
                    Header = new(kind, ""),
                },
                new Dictionary<string, string>
                {
                    ["body1"] = "a",
                    ["body2"] = "b",
                    ["link0"] = "x",
                },
                Picture with
                {
                    Kind = MediaKind.Audio,
                }
            )
        );

    [Theory]
    [InlineData("APPROVED", TemplateStanding.Approved)]
    [InlineData("PAUSED", TemplateStanding.Waits)]
    [InlineData("IN_APPEAL", TemplateStanding.Waits)]
    [InlineData("REJECTED", TemplateStanding.Gone)]
    [InlineData("DELETED", TemplateStanding.Gone)]
    [InlineData("PENDING_DELETION", TemplateStanding.Gone)]
    [InlineData(null, TemplateStanding.Gone)]
    public void A_status_says_whether_a_template_is_worth_waiting_for(string? status, TemplateStanding standing) =>
        Assert.Equal(standing, MessageTemplate.StandingOf(status));

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void More_than_twenty_things_to_fill_in_are_not_offered(int variables, bool offered) =>
        Assert.Equal(
            offered,
            MessageTemplate.IsOffered(
                Positional with
                {
                    Header = null,
                    Body = string.Concat(Enumerable.Range(1, variables).Select(i => $"{{{{{i}}}}}")),
                }
            )
        );

    [Fact]
    public void Only_approved_templates_that_we_can_fill_in_are_offered()
    {
        Assert.True(MessageTemplate.IsOffered(Named));
        Assert.False(MessageTemplate.IsOffered(Named with { Status = "PAUSED" }));
        Assert.False(MessageTemplate.IsOffered(Named with { Category = "AUTHENTICATION" }));
        Assert.False(MessageTemplate.IsOffered(Named with { IsBeyondUs = true }));
    }

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("en")]
    public void Every_rule_has_its_sentence(string locale) =>
        Assert.All(Enum.GetValues<TemplateRule>(), rule =>
            Assert.True(Phrases.For(locale).Has($"Invalid_template.{rule}"), rule.ToString())
        );

    private static MessageTemplate Positional =>
        new()
        {
            Scope = "1",
            Name = "day",
            Language = "zh_TW",
            Category = "MARKETING",
            Status = "APPROVED",
            Header = new(null, "{{1}} 會員日"),
            Body = "{{2}}, {{1}} and {{2}}",
            Footer = "bye",
        };

    private static MessageTemplate Named =>
        new()
        {
            Scope = "1",
            Name = "new",
            Language = "zh_TW",
            Category = "MARKETING",
            Status = "APPROVED",
            Format = ParameterFormat.Named,
            Header = new(MediaKind.Image, ""),
            Body = "{{first_name}}: {{product}}",
            Buttons = [new("Look", "https://shop.example/p/{{1}}"), new("Ask", null)],
        };

    private static Filled Fill(MessageTemplate template, OutboundMessage.Media? media, params (string Field, string Value)[] values) =>
        TemplateFilling.Fill(template, values.ToDictionary(value => value.Field, value => value.Value), media);

    private static OutboundMessage.Template Ok(MessageTemplate template, OutboundMessage.Media? media, params (string, string)[] values) =>
        Assert.IsType<Filled.Ok>(Fill(template, media, values)).Message;
}
