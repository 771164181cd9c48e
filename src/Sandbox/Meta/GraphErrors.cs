using System.Globalization;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>The errors this sandbox gives, by what happened.</summary>
internal static class GraphErrors
{
    public static readonly GraphError BadToken = new(401, 190, "Invalid OAuth access token - Cannot parse access token");
    public static readonly GraphError BadProof = new(400, 104, "Invalid appsecret_proof provided in the API argument");
    public static readonly GraphError ProofRequired = new(400, 104, "API calls from the server require an appsecret_proof argument");
    public static readonly GraphError NoSuchObject = new(
        400,
        100,
        "Unsupported request. Object does not exist, cannot be loaded due to missing permissions, or does not support this operation",
        33
    );
    public static readonly GraphError UnknownPath = new(400, 2500, "Unknown path components");
    public static readonly GraphError ServerError = new(500, 2, "(#2) Service temporarily unavailable") { Transient = true };
    public static readonly GraphError InvalidReply = new(500, 1, "An unknown error has occurred: invalid JSON reply", 1_357_046);
    public static readonly GraphError WhatsAppServerError = new(
        500,
        131_000,
        "(#131000) Something went wrong",
        0,
        "Message failed to send due to an unknown error."
    );
    public static readonly GraphError NotJson = GraphError.Parameter("The body is neither JSON nor a form");

    public static readonly GraphError NoMatchingUser = new(400, 100, "(#100) No matching user found", 2_018_001);
    public static readonly GraphError Blocked = new(400, 200, "(#551) This person isn't available right now.", 1_545_041);
    public static readonly GraphError Blocked551 = new(400, 551, "(#551) This person isn't available right now.", 1_545_041);
    public static readonly GraphError OutsideWindow = new(400, 10, "(#10) This message is sent outside of allowed window.", 2_018_278);
    public static readonly GraphError OutsideWindowInstagram = new(
        400,
        10,
        "(#10) This message is sent outside of allowed window.",
        2_534_022
    );
    public static readonly GraphError AnotherApp = new(
        400,
        10,
        "(#10) Message failed to send because another app is controlling this thread now.",
        2_018_300
    );
    public static readonly GraphError AnotherAppInstagram = new(
        400,
        10,
        "(#10) Message failed to send because another app is controlling this thread now.",
        2_534_037
    );
    public static readonly GraphError TierReached = new(
        400,
        131_048,
        "(#131048) Spam rate limit hit",
        0,
        "The messaging limit of the business portfolio was reached: so many people outside of their window in 24 hours."
    );
    public static readonly GraphError UnknownAttachment = GraphError.Parameter("Upload attachment id is invalid or has expired", 2_018_074);
    public static readonly GraphError CouldNotFetch = GraphError.Parameter("Failed to fetch the file from the url", 2_018_008);
    public static readonly GraphError TooBig = GraphError.Parameter("Attachment size exceeds allowable limit", 2_018_109);
    public static readonly GraphError TypeMismatch = GraphError.Parameter("Upload attachment failure", 2_018_047);

    public static readonly GraphError WindowClosed = new(
        400,
        131_047,
        "(#131047) Re-engagement message",
        0,
        "More than 24 hours have passed since the recipient last replied."
    );
    public static readonly GraphError Stopped = new(
        400,
        131_050,
        "(#131050) Unable to deliver the message",
        0,
        "The recipient has chosen to stop receiving marketing messages from your business."
    );
    public static readonly GraphError Undeliverable = new(
        400,
        131_026,
        "(#131026) Message undeliverable",
        0,
        "Unable to deliver the message."
    );
    public static readonly GraphError MediaUpload = new(
        400,
        131_053,
        "(#131053) Media upload error",
        0,
        "Failed to download the media from the sender."
    );
    public static readonly GraphError ToOneself = new(
        400,
        131_021,
        "(#131021) Recipient cannot be sender",
        0,
        "The sender's and the recipient's numbers are the same."
    );
    public static readonly GraphError BsuidNotHere = new(
        400,
        131_062,
        "(#131062) Business-scoped user id is not supported here",
        0,
        "Authentication templates need a phone number."
    );
    public static readonly GraphError PairLimit = new(
        400,
        131_056,
        "(#131056) Pair rate limit hit",
        0,
        "Too many messages were sent from this number to the same number in a short time."
    );
    public static readonly GraphError BadCursor = new(
        400,
        131_059,
        "(#131059) Invalid cursor",
        0,
        "The cursor is not valid or too old; start over."
    );
    public static readonly GraphError TooManyManagementCalls = new(
        400,
        80_008,
        "(#80008) There have been too many calls to this WhatsApp Business account."
    );

    /// <param name="code">613, 80006, 80002, 4, 130429 …</param>
    /// <param name="status">The HTTP status.</param>
    public static GraphError TooFast(int code, int status) =>
        code switch
        {
            130_429 => new(status, code, "(#130429) Rate limit hit", 0, "The Cloud API's throughput of this number was reached."),
            80_006 => new(
                status,
                code,
                "(#80006) There have been too many messenger api calls to this Page account. Wait a bit and try again."
            ),
            80_002 => new(status, code, "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again."),
            4 => new(status, code, "(#4) Application request limit reached") { Transient = true },
            _ => new(
                status,
                code,
                string.Create(CultureInfo.InvariantCulture, $"(#{code}) Calls to this api have exceeded the rate limit.")
            ),
        };

    /// <summary>What a message fails of when nothing about it is wrong.</summary>
    public static GraphError Failed(int code) => Scripted(Channel.WhatsApp, code.ToString(CultureInfo.InvariantCulture));

    /// <summary>As a script names it, from the platform's table: <c>code</c> or <c>code/subcode</c>, and the status behind an @ if it is
    /// not the usual one.</summary>
    /// <param name="channel">One of Meta's.</param>
    /// <param name="error">For example <c>131026</c>, <c>10/2018278</c>, <c>130429@429</c>.</param>
    public static GraphError Scripted(Channel channel, string error)
    {
        var (parts, at) = (error.Split('@')[0].Split('/'), error.IndexOf('@', StringComparison.Ordinal));
        var (code, subcode) = (Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
        var (status, words) = channel == Channel.WhatsApp ? GraphTable.OfWhatsApp(code) : GraphTable.OfPages(code, subcode);
        return new GraphError(
            at < 0 ? status : Number(error[(at + 1)..]),
            code,
            string.Create(CultureInfo.InvariantCulture, $"(#{code}) {words}"),
            subcode,
            channel == Channel.WhatsApp ? words : null
        )
        {
            Transient = code is 1 or 2 or 4 or 131_000 or 131_016,
        };

        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public static GraphError WhatsApp(int code, string title, string details, int status = 400) =>
        new(status, code, string.Create(CultureInfo.InvariantCulture, $"(#{code}) {title}"), 0, details);
}
