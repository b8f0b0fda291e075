"""Words of Django, Wagtail and its companions that we say in French ourselves, in the vocabulary of this house.

Their own French is nearly complete; here stands what is missing from it, what is faulty, and what would call a reading
by the animation team a “workflow”. The catalogue of the project wins over those of the packages, so a message listed
here is said our way everywhere, in the admin and in its e-mails. Where French would need the gender of a name that
Wagtail puts in, ours leaves the name out, which msgfmt accepts of `no-python-format`. Nothing reads this list at run
time: it lets makemessages find these messages, and a test checks that the packages still use each of them.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

EVERYWHERE = [
    _("Forgot your password?"),
    _("Skip to main content"),
    _("Text editing"),
    _("Any"),
    _("Date from"),
    _("Date to"),
    _("Date updated"),
    _("Page/Snippet"),
    _("View Wagtail quick actions"),
    _("Go to Wagtail admin"),
    _("Owner"),
    _("Snippets"),
    _("Redirects"),
    _("Site history"),
    _("Aging pages"),
    _("Editor Guide"),
    _("What's new in Wagtail %(version)s"),
    _("Wagtail %(current_version)s editor guide"),
    _("Search all pages…"),
    _("New: %(model_name)s"),
    _("Add %(label)s"),
    _("Add %(model_name)s"),
    _("Edit this %(object)s"),
    _("Editing %(page_type)s"),
    _("Create a new %(model_name)s"),
    # xgettext:no-python-format
    _("No %(model_name)s match your query."),
    # xgettext:no-python-format
    _("Are you sure you want to delete this %(model_name)s?"),
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
    ),
    # xgettext:no-python-format
    _("One or more references to this %(model_name)s prevent it from being deleted."),
]

PAGE_EDITOR = [
    _("Status: "),
    _("Current page status:"),
    _("Locking status"),
    _("Locked by workflow"),
    # xgettext:no-python-format
    _("Anyone can edit this %(model_name)s"),
    # xgettext:no-python-format
    _("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    # xgettext:no-python-format
    _("Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"),
    # xgettext:no-python-format
    _("Only reviewers can edit and approve the %(model_name)s"),
    # xgettext:no-python-format
    _("Only reviewers for this task can edit the %(model_name)s."),
    # xgettext:no-python-format
    _("This %(model_name)s is currently awaiting moderation."),
    # xgettext:no-python-brace-format
    _("This {model_name} is awaiting <b>'{task_name}'</b> in the <b>'{workflow_name}'</b> workflow."),
    ngettext_lazy("Referenced %(count)s time", "Referenced %(count)s times"),
    # xgettext:no-python-format
    _("Choose when this %(model_name)s should go live and/or expire"),
    _("The page title as you'd like it to be seen by the public"),
    _("slug"),
    _("The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/"),
    _('This slug is already in use within the context of its parent page "%(parent_page_title)s"'),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."),
    _("title tag"),
    _("The name of the page displayed on search engine results as the clickable headline."),
    _("meta description"),
    _("The descriptive text displayed underneath a headline in search engine results."),
    _("Whether a link to this page will appear in automatically generated menus"),
]

REVIEW = [
    _("Workflow"),
    _("Workflows"),
    _("workflow"),
    _("workflows"),
    _("Workflow state"),
    _("Workflow states"),
    _("By workflow"),
    _("By task"),
    _("Task"),
    _("Tasks"),
    _("Task type"),
    _("Task submitted by"),
    _("Incomplete task"),
    _("Awaiting my review"),
    _("Awaiting your review"),
    _("Workflow tasks"),
    _("Workflow history"),
    _("Workflow progress"),
    _("Workflow started"),
    _("Workflow completed"),
    _("Workflow cancelled"),
    _("Submit for moderation"),
    _("Submit to %(workflow_name)s"),
    _("Resubmit to %(task_name)s"),
    _("Cancel workflow "),
    _("Restart workflow "),
    _("In Moderation"),
    _("in moderation"),
    _("live + in moderation"),
    _("%(label)s and Publish"),
    _("Comment"),
    _("Needs changes"),
    _("Rejected"),
    _("Awaiting"),
    _("Sent to %(task_name)s %(started_at)s"),
    _("Changes requested"),
    _("Changes requested %(finished_at)s"),
    _("Changes requested at"),
    _("Changes requested by %(requested_by)s"),
    _("Page '%(page_title)s' created and submitted for moderation."),
    _("Page '%(page_title)s' has been submitted for moderation."),
    _("Workflow on page '%(page_title)s' has been cancelled."),
    _("Workflow on page '%(page_title)s' has been restarted."),
    _("The page '%(page_title)s' is not currently awaiting moderation."),
    _("The page '%(page_title)s' is not currently awaiting moderation in task '%(task_name)s'."),
    _("This page hasn't been submitted for moderation yet"),
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This page was marked as needing changes at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("Publishing this page will cancel the current workflow."),
    _("'%(workflow)s' started. Next step '%(task)s'"),
    _("Approved at '%(task)s'. Next step '%(next_task)s'"),
    _("Approved at '%(task)s'. '%(workflow)s' complete"),
    _("Rejected at '%(task)s'. Changes requested"),
    _("Resubmitted '%(task)s'. Workflow resumed"),
    _("Cancelled '%(workflow)s' at '%(task)s'"),
    _("Workflow: start"),
    _("Workflow: approve task"),
    _("Workflow: reject task"),
    _("Workflow: resume task"),
    _("Workflow: cancel"),
]

EMAILS = [
    _("Hello %(username)s,"),
    _("Edit your notification preferences here:"),
    _("You can preview the page here:"),
    _("You can edit the page here:"),
    _("You can view the page here:"),
    _('The page "%(title)s" has been submitted for approval in moderation stage "%(task)s"'),
    _('The page "%(title)s" has been submitted for approval to moderation stage "%(task)s".'),
    _('The page "%(title)s" has been submitted for approval in moderation stage "%(task)s".'),
    _('The page "%(title)s" has been submitted to workflow "%(workflow)s"'),
    _('The page "%(title)s" has been submitted for moderation to workflow "%(workflow)s" by %(requester)s.'),
    _('The page "%(title)s" has been submitted for moderation to workflow "%(workflow)s".'),
    _('The page "%(title)s" has been approved in "%(task)s".'),
    _('The page "%(title)s" has been approved in moderation stage "%(task)s".'),
    _('The page "%(title)s" has been approved in "%(workflow)s".'),
    _('The page "%(title)s" has been approved in workflow "%(workflow)s".'),
    _('The page "%(title)s" has been rejected during "%(task)s".'),
    _('The page "%(title)s" has been rejected in moderation stage "%(task)s".'),
    _('The page "%(title)s" has been rejected during "%(workflow)s".'),
    _('The page "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s" by %(rejector)s.'),
    _('The page "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s".'),
    _("submitted notifications"),
    _("approved notifications"),
    _("rejected notifications"),
    _("updated comments notifications"),
    _("Receive notification when a page is submitted for moderation"),
    _("Receive notification when your page edit is approved"),
    _("Receive notification when your page edit is rejected"),
    _(
        "Receive notification when comments have been created, resolved, or deleted on a page that you have subscribed"
        " to receive comment notifications on"
    ),
]

MEDIA = [
    _("Media"),
    _("media items"),
    _("(Private %s)"),
    _("Edit this %s"),
    ngettext_lazy(
        '<span>%(total)s</span> Media file <span class="visuallyhidden w-sr-only">created in %(site_name)s</span>',
        '<span>%(total)s</span> Media files <span class="visuallyhidden w-sr-only">created in %(site_name)s</span>',
    ),
]

WEIGHTS = [_("%s KB"), _("%s MB"), _("%s GB")]
