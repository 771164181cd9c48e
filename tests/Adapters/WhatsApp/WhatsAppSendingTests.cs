using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppSendingTests() : MetaSendingContract(Subject)
{
    private const string Front = """{"messaging_product":"whatsapp","recipient_type":"individual","to":"+886900000001",""";
    private const string Back = ""","biz_opaque_callback_data":"0198c0de000070008000000000000001.0"}""";
    private static readonly WhatsAppSubject Subject = new();

    [Fact]
    public async Task A_text_goes_to_a_number_with_our_name_for_it() =>
        Assert.Equal(
            Front + """ "type":"text","text":{"body":"a"}""".TrimStart() + Back,
            await BodyOfAsync(new OutboundMessage.Text("a"), null)
        );

    [Fact]
    public async Task Who_has_no_number_is_named_as_recipient()
    {
        await Channel.SendAsync(One() with { Recipients = ["TW.1A2b3C"] }, default);
        Assert.StartsWith(
            """{"messaging_product":"whatsapp","recipient_type":"individual","recipient":"TW.1A2b3C","type":"text",""",
            Platform.Calls[0].Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(MediaKind.Image, "image", "")]
    [InlineData(MediaKind.Video, "video", "")]
    [InlineData(MediaKind.Audio, "audio", "")]
    [InlineData(MediaKind.File, "document", ""","filename":"報價 \"1\".pdf" """)]
    public async Task Media_go_by_their_upload_or_else_by_their_address(MediaKind kind, string type, string more)
    {
        Assert.Equal(
            Front + $$$$$$""" "type":"{{{{{{type}}}}}}","{{{{{{type}}}}}}":{"id":"99"{{{{{{more.Trim()}}}}}}}""".TrimStart() + Back,
            await BodyOfAsync(File(kind), Uploaded("99"))
        );
        Assert.Equal(
            Front
                + $$$$$$""" "type":"{{{{{{type}}}}}}","{{{{{{type}}}}}}":{"link":"https://shop.example/media/m1"{{{{{{more.Trim()}}}}}}}""".TrimStart()
                + Back,
            await BodyOfAsync(File(kind), Linked)
        );
    }

    [Fact]
    public async Task A_template_has_its_parameters_in_their_places()
    {
        var template = new OutboundMessage.Template(
            "1",
            "sale_may",
            "en_US",
            [
                new(TemplatePlace.Body, null, "Ann"),
                new(TemplatePlace.Header, null, null, File(MediaKind.Image)),
                new(TemplatePlace.Body, null, "20%"),
                new(TemplatePlace.UrlButton, "1", "promo1"),
            ],
            "Hi Ann"
        );
        Assert.Equal(
            Front
                + """
                "type":"template","template":{"name":"sale_may","language":{"code":"en_US"},"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"99"}}]},
                {"type":"body","parameters":[{"type":"text","text":"Ann"},{"type":"text","text":"20%"}]},
                {"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"promo1"}]}]}
                """.ReplaceLineEndings("")
                + Back,
            await BodyOfAsync(template, Uploaded("99"))
        );
    }

    [Fact]
    public async Task Named_parameters_keep_their_names_and_a_bare_template_has_no_components()
    {
        var named = new OutboundMessage.Template(
            "1",
            "sale",
            "zh_TW",
            [new(TemplatePlace.Header, "title", "Sale"), new(TemplatePlace.Body, "first_name", "Ann")],
            ""
        );
        Assert.Equal(
            Front
                + """
                "type":"template","template":{"name":"sale","language":{"code":"zh_TW"},"components":[{"type":"header","parameters":[{"type":"text","parameter_name":"title","text":"Sale"}]},
                {"type":"body","parameters":[{"type":"text","parameter_name":"first_name","text":"Ann"}]}]}
                """.ReplaceLineEndings("")
                + Back,
            await BodyOfAsync(named, null)
        );
        Assert.Equal(
            Front + """ "type":"template","template":{"name":"bare","language":{"code":"en"}}""".TrimStart() + Back,
            await BodyOfAsync(new OutboundMessage.Template("1", "bare", "en", [], ""), null)
        );
    }

    public static TheoryData<int, int, SendOutcome> Codes =>
        new()
        {
            { 400, 131056, new SendOutcome.Throttled(TimeSpan.FromSeconds(6), ThrottleScope.Recipient) },
            { 400, 130429, new SendOutcome.Throttled(TimeSpan.FromSeconds(1), ThrottleScope.Pace) },
            { 503, 133004, new SendOutcome.Throttled(TimeSpan.FromSeconds(30), ThrottleScope.Pace) },
            { 500, 131016, new SendOutcome.Throttled(TimeSpan.FromSeconds(30), ThrottleScope.Pace) },
            { 500, 131057, new SendOutcome.Throttled(TimeSpan.FromSeconds(60), ThrottleScope.Pace) },
            { 500, 131000, new SendOutcome.Unknown("131000 words") },
            { 400, 131000, new SendOutcome.Unknown("131000 words") },
            { 400, 131047, new SendOutcome.Unreachable("131047", "words") },
            { 400, 131026, new SendOutcome.Unreachable("131026", "words") },
            { 400, 131049, new SendOutcome.Unreachable("131049", "words") },
            { 400, 131062, new SendOutcome.Unreachable("131062", "words") },
            { 400, 131050, new SendOutcome.Unreachable("131050", "words", SuppressionKind.Unsubscribed) },
            { 400, 131048, new SendOutcome.Refused(RefusalScope.Account, "131048", "words") },
            { 403, 131031, new SendOutcome.Refused(RefusalScope.Account, "131031", "words") },
            { 500, 131045, new SendOutcome.Refused(RefusalScope.Account, "131045", "words") },
            { 500, 3, new SendOutcome.Refused(RefusalScope.Account, "3", "words") },
            { 401, 0, new SendOutcome.Refused(RefusalScope.Account, "0", "words") },
            { 404, 132001, new SendOutcome.Refused(RefusalScope.Content, "132001", "words") },
            { 400, 132015, new SendOutcome.Refused(RefusalScope.Template, "132015", "words") },
            { 400, 132016, new SendOutcome.Refused(RefusalScope.Template, "132016", "words") },
            { 400, 132018, new SendOutcome.Refused(RefusalScope.Content, "132018", "words") },
        };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task What_its_own_codes_mean(int status, int code, SendOutcome outcome)
    {
        Platform.React = _ => new Reaction.Answer(status, Error(code));
        Assert.Equal(outcome, await SendAsync());
    }

    [Theory]
    [InlineData("1", 6)]
    [InlineData("20", 20)]
    public async Task One_recipient_too_often_waits_six_seconds_at_least(string header, int seconds)
    {
        Platform.React = _ => new Reaction.Answer(400, Error(131056), ("Retry-After", header));
        Assert.Equal(new SendOutcome.Throttled(TimeSpan.FromSeconds(seconds), ThrottleScope.Recipient), await SendAsync());
    }

    [Theory]
    [InlineData(
        """{"error":{"message":"(#100) Param image['id'] is not a valid whatsapp business account media attachment ID","code":100}}""",
        "100"
    )]
    [InlineData(
        """{"error":{"message":"(#131009) Parameter value is not valid","code":131009,"error_data":{"details":"Param header['id'] is not a valid whatsapp business account media attachment ID"}}}""",
        "131009"
    )]
    public async Task An_upload_that_WhatsApp_no_longer_knows_is_gone(string body, string code)
    {
        Platform.React = _ => new Reaction.Answer(400, body);
        Assert.Equal(new SendOutcome.MediaGone(code), await SendAsync());
    }

    [Fact]
    public async Task The_details_of_an_error_are_told()
    {
        Platform.React = _ => new Reaction.Answer(
            400,
            """{"error":{"message":"(#132000) mismatch","code":132000,"error_data":{"messaging_product":"whatsapp","details":"body: expected 2"}}}"""
        );
        Assert.Equal(new SendOutcome.Refused(RefusalScope.Content, "132000", "(#132000) mismatch: body: expected 2"), await SendAsync());
    }

    [Fact]
    public async Task Held_for_quality_is_accepted_and_contacts_are_not_required()
    {
        Platform.React = _ => new Reaction.Answer(
            200,
            """{"messaging_product":"whatsapp","messages":[{"id":"w1","message_status":"held_for_quality_assessment"}]}"""
        );
        Assert.Equal(new SendOutcome.Accepted("w1"), await SendAsync());
        Platform.React = _ => new Reaction.Answer(200, """{"messages":[]}""");
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
    }

    [Fact]
    public async Task An_upload_is_a_form_and_its_id_is_kept_for_twenty_five_days()
    {
        var uploads = Subject
            .Services(Platform.Address, TimeProvider.System)
            .GetServices<IUploads>()
            .Single(one => one.Id == ChannelId.WhatsApp);
        Platform.React = _ => new Reaction.Answer(200, """{"id":4490709327384033}""");
        Assert.Equal(
            new UploadOutcome.Done("4490709327384033"),
            await uploads.UploadAsync(
                Subject.Account,
                File(MediaKind.File),
                static () => new MemoryStream("the bytes"u8.ToArray()),
                default
            )
        );
        Assert.Equal(TimeSpan.FromDays(25), uploads.Lifetime);
        var call = Assert.Single(Platform.Calls);
        Assert.Equal($"/api/v25.0/{Subject.AccountId}/media", call.Path);
        Assert.Contains("name=\"messaging_product\"\r\n\r\nwhatsapp\r\n", call.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"type\"\r\n\r\napplication/pdf\r\n", call.Text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/pdf", call.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"file\"; filename=\"__ _1_.pdf\"", call.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_person_gets_a_message_in_six_seconds_and_a_number_sends_eighty_in_one() =>
        Assert.Equal(
            (new PairLimit(TimeSpan.FromSeconds(6), 45), 80, 4096, 1),
            (Channel.Limits.Pair, Channel.Limits.SinglePerSecond, Channel.Limits.TextLength, Channel.Limits.Slots(File(MediaKind.Video)))
        );
}
